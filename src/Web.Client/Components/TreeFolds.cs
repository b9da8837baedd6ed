using Packet.Dissect;

namespace WebCap.Client.Components;

/// <summary>
/// Which lines of field trees are open. What is opened or closed is remembered by the field's name, so that the next packet looks alike; what was never
/// touched is closed, except the innermost layer, which is what a packet is about.
/// </summary>
internal sealed class TreeFolds
{
    /// <summary>Lines shown at most: beyond it a tree is no longer read, and building it takes longer than a person waits.</summary>
    public const int MaxLines = 2000;

    private readonly Dictionary<string, bool> remembered = [];

    /// <summary>True when more lines are open than are shown.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Opens or closes one field, in this tree and in those to come.</summary>
    public void Set(FieldNode node, bool isOpen) => remembered[KeyOf(node)] = isOpen;

    /// <summary>Opens or closes a field and everything under it.</summary>
    public void SetAll(FieldNode node, bool isOpen)
    {
        if (node.Children.Count == 0) return;
        Set(node, isOpen);
        foreach (var child in node.Children) SetAll(child, isOpen);
    }

    /// <summary>Fills <paramref name="lines"/> with what is visible.</summary>
    public void List(IReadOnlyList<FieldNode> roots, List<TreeLine> lines)
    {
        lines.Clear();
        IsCut = false;
        var innermost = Innermost(roots);
        foreach (var root in roots) Add(root, 1, -1, innermost, lines);
    }

    private static FieldNode? Innermost(IReadOnlyList<FieldNode> roots)
    {
        for (var i = roots.Count - 1; i > 0; i--)
        {
            if (!roots[i].IsGenerated && roots[i].Children.Count > 0) return roots[i];
        }

        return null;
    }

    private static string KeyOf(FieldNode node)
    {
        if (node.Name is { } name) return name;
        var end = node.Label.IndexOf(':', StringComparison.Ordinal);
        return end < 0 ? node.Label : node.Label[..end];
    }

    private void Add(FieldNode node, int level, int parent, FieldNode? innermost, List<TreeLine> lines)
    {
        if (lines.Count >= MaxLines)
        {
            IsCut = true;
            return;
        }

        var isOpen = node.Children.Count > 0 && (remembered.TryGetValue(KeyOf(node), out var choice) ? choice : ReferenceEquals(node, innermost));
        var place = lines.Count;
        lines.Add(new TreeLine(node, level, parent, isOpen));
        if (!isOpen) return;
        foreach (var child in node.Children) Add(child, level + 1, place, innermost, lines);
    }
}
