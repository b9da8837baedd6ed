namespace Packet.Dissect.Frame;

/// <summary>The line that says where and why a decoder stopped.</summary>
internal static class ErrorNode
{
    internal static void Describe(PacketTree? tree, DissectError error)
    {
        if (tree is null) return;
        var severity = error.IsCutBySnapLength ? FieldSeverity.Note : FieldSeverity.Error;
        var root = tree.AddGeneratedRoot(error.Label, severity, error.Offset, error.Available);
        root.AddGenerated(null, $"[{error.Layer} needs {error.Needed} bytes at offset {error.Offset}, {error.Available} are there]");
    }
}
