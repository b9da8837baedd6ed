using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Frame;

/// <summary>Bytes that no decoder reads, shown as what they are.</summary>
internal static class DataNode
{
    internal static void Describe(ref Pass pass, View view)
    {
        if (pass.Tree is null || view.Reported == 0) return;
        var root = pass.Tree.AddRoot("data", view.Reported == 1 ? "Data (1 byte)" : $"Data ({view.Reported} bytes)", view.Offset, view.Captured);
        DescribeBytes(ref pass, root, view);
    }

    internal static void DescribeBytes(ref Pass pass, FieldNode parent, View view)
    {
        if (view.Captured > 0)
            parent.Add("data.data", "Data: " + Hex.Bytes(pass.Bytes(view)), view.Offset, view.Captured, Hex.Bytes(pass.Bytes(view)));
        parent.AddGenerated("data.len", $"[Length: {view.Reported}]");
    }
}
