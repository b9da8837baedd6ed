namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// Third pass, from the ends to the start: how long must a frame be for a node to lead to anything but a rejection?
///
/// A load that does not fit rejects. So if every path from a node runs into a load that ends at byte 24 or farther, or rejects anyway, then a
/// frame of fewer than 24 bytes is rejected from there whatever else it holds, and one comparison at the first load can stand for all:
/// a program has no effect but its verdict, nobody can see that the rejection came early. Where one path accepts without looking farther, the
/// node needs no more than that path does:
/// <code>
///   ret #k        needs 0           (k is not 0, or unknown)
///   ret #0        needs more than any frame has
///   load          needs the greater of its own end and what its successor needs
///   test          needs the lesser of what its two sides need
///   anything else needs what its successor needs
/// </code>
/// The same is found out relative to X, for loads at X + k; it says nothing across an instruction that changes X.
/// A node that needs more than any frame has is a rejection.
/// </summary>
internal static class NeedPass
{
    /// <summary>More than any frame has.</summary>
    private const ulong Endless = (ulong)int.MaxValue + 1;

    public static void Run(JitProgram program)
    {
        for (var index = program.Nodes.Length - 1; index >= program.Entry; index--)
        {
            if (program.Nodes[index] is not { } node) continue;
            (node.Need, node.NeedBehindX) = Of(node, program.Nodes);
            if (node.Need >= Endless && !node.IsReturn) node.BecomeReject();
        }

        program.Prune();
    }

    private static (ulong Need, ulong NeedBehindX) Of(JitNode node, JitNode?[] nodes)
    {
        if (node.IsReturn) return node.IsReject ? (Endless, Endless) : (0, 0);

        var next = nodes[node.Next]!;
        var (need, needBehindX) = (next.Need, next.NeedBehindX);
        if (node.IsTest)
        {
            var otherwise = nodes[node.Otherwise]!;
            return (Math.Min(need, otherwise.Need), Math.Min(needBehindX, otherwise.NeedBehindX));
        }

        if (node.WritesX) needBehindX = 0;
        if (node.LoadSize == 0) return (need, needBehindX);
        // X is at least 0, so an indexed load needs its own part of the offset in any case.
        var end = (ulong)node.K + node.LoadSize;
        need = Math.Max(need, end);
        if (node.IsIndexed) needBehindX = Math.Max(needBehindX, end);
        return (Math.Min(need, Endless), Math.Min(needBehindX, Endless));
    }
}
