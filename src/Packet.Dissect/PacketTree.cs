namespace Packet.Dissect;

/// <summary>Everything that one packet's bytes say, as a tree of lines. Built afresh by each call; the caller may keep it.</summary>
public sealed class PacketTree
{
    private readonly List<FieldNode> roots = new(6);
    private readonly int maxNodes;
    private int nodeCount;

    internal PacketTree(int maxNodes) => this.maxNodes = maxNodes;

    /// <summary>One line for the frame and one for each layer, outermost first.</summary>
    public IReadOnlyList<FieldNode> Roots => roots;

    /// <summary>True when the tree reached its limit and lines were left out; the last root says so.</summary>
    public bool IsCut { get; private set; }

    internal bool TryCount()
    {
        if (nodeCount < maxNodes)
        {
            nodeCount++;
            return true;
        }

        IsCut = true;
        return false;
    }

    /// <summary>Adds a layer.</summary>
    internal FieldNode AddRoot(string? name, string label, int offset, int length)
        => Keep(new FieldNode(this, name, label, null, offset, length));

    /// <summary>Adds a line at the top that is worked out.</summary>
    internal FieldNode AddGeneratedRoot(string label, FieldSeverity severity, int offset, int length)
        => Keep(new FieldNode(this, null, label, null, offset, length) { IsGenerated = true, Severity = severity });

    internal void Finish()
    {
        if (IsCut)
            roots.Add(new FieldNode(this, null, $"[Tree cut at {maxNodes} lines]", null, 0, 0) { IsGenerated = true, Severity = FieldSeverity.Note });
    }

    // Layers are few (bounded by the depth limit) and the reader needs them, so they are kept even where lines no longer are.
    private FieldNode Keep(FieldNode root)
    {
        roots.Add(root);
        return root;
    }
}
