using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Frame;

/// <summary>Bytes that no decoder reads, shown as what they are.</summary>
internal static class DataNode
{
    /// <summary>Adds a line for a payload that belongs to no known protocol.</summary>
    internal static void Describe(ref Pass pass, View view)
    {
        if (pass.Tree is null || view.Reported == 0) return;
        DescribeBytes(ref pass, AddRoot(ref pass, view), view);
    }

    /// <summary>Adds a line for a payload whose protocol has a name but no decoder here, and says so.</summary>
    internal static void DescribeUndecoded(ref Pass pass, View view, string protocol)
    {
        if (pass.Tree is null) return;
        var root = AddRoot(ref pass, view);
        DescribeBytes(ref pass, root, view);
        root.AddGenerated(null, $"[{protocol}: not decoded]");
    }

    private static FieldNode AddRoot(ref Pass pass, View view)
        => pass.AddLayer("data", view.Reported == 1 ? "Data (1 byte)" : $"Data ({view.Reported} bytes)", view.Offset, view.Captured);

    internal static void DescribeBytes(ref Pass pass, FieldNode parent, View view)
    {
        if (view.Captured > 0)
            parent.Add("data.data", "Data: " + Hex.Bytes(pass.Bytes(view)), view.Offset, view.Captured, Hex.Bytes(pass.Bytes(view)));
        parent.AddGenerated("data.len", $"[Length: {view.Reported}]");
    }
}
