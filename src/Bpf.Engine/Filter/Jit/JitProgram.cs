namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// A program between the passes. Successors have greater indices than the node that leads to them, so index order is an order in which
/// every node comes behind all that lead to it: one walk up is a whole forward analysis, one walk down a whole backward one, and each pass
/// takes time proportional to the number of nodes.
/// </summary>
internal sealed class JitProgram(JitNode?[] nodes)
{
    /// <summary>The nodes; null where no path leads.</summary>
    public JitNode?[] Nodes { get; } = nodes;

    /// <summary>Where the program starts.</summary>
    public int Entry { get; set; }

    /// <summary>Leads every edge past nodes that do nothing, then forgets the nodes that no path reaches any more.</summary>
    public void Prune()
    {
        var isReached = new bool[Nodes.Length];
        Entry = Resolve(Entry);
        isReached[Entry] = true;
        for (var index = Entry; index < Nodes.Length; index++)
        {
            if (!isReached[index])
            {
                Nodes[index] = null;
                continue;
            }

            var node = Nodes[index]!;
            if (node.Next != JitNode.Nowhere) isReached[node.Next = Resolve(node.Next)] = true;
            if (node.Otherwise == JitNode.Nowhere) continue;
            node.Otherwise = Resolve(node.Otherwise);
            if (node.Otherwise == node.Next) node.BecomeJump(node.Next);
            else isReached[node.Otherwise] = true;
        }

        Array.Clear(Nodes, 0, Entry);
    }

    /// <summary>The first node at or behind <paramref name="index"/> that does something.</summary>
    private int Resolve(int index)
    {
        var target = index;
        while (Nodes[target]!.Code == StepCode.Jump) target = Nodes[target]!.Next;
        // The chain is shortened behind the walker, so that a long one is walked once and not from each of its nodes.
        while (Nodes[index]!.Code == StepCode.Jump)
        {
            var next = Nodes[index]!.Next;
            Nodes[index]!.Next = target;
            index = next;
        }

        return target;
    }
}
