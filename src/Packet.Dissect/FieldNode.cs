namespace Packet.Dissect;

/// <summary>One line of a packet's field tree.</summary>
public sealed class FieldNode
{
    private static readonly FieldNode[] NoChildren = [];

    private readonly PacketTree tree;
    private List<FieldNode>? children;

    internal FieldNode(PacketTree tree, string? name, string label, string? value, int offset, int length)
    {
        this.tree = tree;
        Name = name;
        Label = label;
        Value = value;
        Offset = offset;
        Length = length;
    }

    /// <summary>The line as it is shown, for example <c>Time to Live: 64</c>. Safe to show as text.</summary>
    public string Label { get; internal set; }

    /// <summary>Wireshark's display filter name, for example <c>ip.ttl</c>; null where a line has none.</summary>
    public string? Name { get; }

    /// <summary>The field's value alone, as a display filter would write it; null where a line has none. Safe to show as text.</summary>
    public string? Value { get; }

    /// <summary>First byte of the field, from the start of the frame.</summary>
    public int Offset { get; }

    /// <summary>Bytes of the field in the frame; 0 for a line that stands for no bytes.</summary>
    public int Length { get; internal set; }

    /// <summary>True for a line that was worked out rather than read; its label is in brackets.</summary>
    public bool IsGenerated { get; internal init; }

    /// <summary>How much attention the line deserves.</summary>
    public FieldSeverity Severity { get; internal init; }

    /// <summary>The lines below this one, in order. Their bytes lie within this line's bytes, unless they are generated.</summary>
    public IReadOnlyList<FieldNode> Children => children is null ? NoChildren : children;

    /// <summary>Adds a line below this one. Beyond the tree's limit the line is made but not kept.</summary>
    internal FieldNode Add(string? name, string label, int offset, int length, string? value = null)
        => Keep(new FieldNode(tree, name, label, value, offset, length));

    /// <summary>Adds a line that is worked out; <paramref name="label"/> comes with its brackets.</summary>
    internal FieldNode AddGenerated(string? name, string label, int offset = 0, int length = 0, string? value = null)
        => Keep(new FieldNode(tree, name, label, value, offset, length) { IsGenerated = true });

    /// <summary>Adds a finding about this line.</summary>
    internal FieldNode AddExpert(FieldSeverity severity, string group, string text, string? name = null)
        => Keep(new FieldNode(tree, name, $"[Expert Info ({severity}/{group}): {text}]", text, Offset, 0) { IsGenerated = true, Severity = severity });

    private FieldNode Keep(FieldNode child)
    {
        if (tree.TryCount()) (children ??= new List<FieldNode>(4)).Add(child);
        return child;
    }
}
