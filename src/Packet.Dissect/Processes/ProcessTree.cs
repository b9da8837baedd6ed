using System.Globalization;

namespace Packet.Dissect.Processes;

/// <summary>
/// The likely processes of a packet as lines of a field tree: one for both ends, under it one an end, under that what is known. It is a tree of its
/// own because it can change: a name often comes a second after its packet.
/// </summary>
public static class ProcessTree
{
    private const int MaxNodes = 16;

    /// <summary>The lines; no roots when nobody is known. The caller owns the result.</summary>
    public static PacketTree Of(in LikelyProcesses processes)
    {
        var tree = new PacketTree(MaxNodes);
        if (processes.IsEmpty) return tree;
        var root = tree.AddGeneratedRoot($"[Likely process: {processes.Long}]", FieldSeverity.None, 0, 0);
        AddEnd(root, "Sender", processes.Sender);
        AddEnd(root, "Receiver", processes.Receiver);
        return tree;
    }

    private static void AddEnd(FieldNode root, string end, LikelyProcess? process)
    {
        if (process is null) return;
        var node = root.AddGenerated(null, $"[{end}: {process.Short}]");
        node.AddGenerated(null, $"[Name: {process.Name}]", value: process.Name);
        var id = process.Id.ToString(CultureInfo.InvariantCulture);
        node.AddGenerated(null, $"[Process ID: {id}]", value: id);
        if (process.Unit is { } unit) node.AddGenerated(null, $"[Unit: {unit}]", value: unit);
        if (process.Container is { } container) node.AddGenerated(null, $"[Container: {container}]", value: container);
    }
}
