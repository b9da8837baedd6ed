using System.Globalization;
using Bpf.Wire;

namespace Packet.Dissect.Frame;

/// <summary>The first line of every tree: what is known about the packet besides its bytes.</summary>
internal static class FrameNode
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    internal static void Describe(PacketTree tree, in PacketInput packet)
    {
        var captured = packet.Bytes.Length;
        var wire = Math.Max(packet.WireLength, (uint)captured);
        var root = tree.AddRoot("frame", $"Frame {packet.Number}: {Size(wire)} on wire ({Bits(wire)}), {Size(captured)} captured ({Bits(captured)})", 0, captured);
        if (packet.InterfaceIndex != 0)
            root.AddGenerated("frame.interface_id", $"[Interface index: {packet.InterfaceIndex}]", value: Number(packet.InterfaceIndex));
        root.AddGenerated("frame.encap_type", "Encapsulation type: " + EncapsulationName(packet.LinkType), value: Number((int)packet.LinkType));
        var epoch = EpochText(packet.TimeNanoseconds);
        root.AddGenerated("frame.time", "Arrival Time: " + CalendarText(packet.TimeNanoseconds), value: epoch);
        root.AddGenerated("frame.time_epoch", $"Epoch Time: {epoch} seconds", value: epoch);
        root.AddGenerated("frame.number", $"Frame Number: {packet.Number}", value: Number(packet.Number));
        root.AddGenerated("frame.len", $"Frame Length: {Size(wire)} ({Bits(wire)})", value: Number(wire));
        root.AddGenerated("frame.cap_len", $"Capture Length: {Size(captured)} ({Bits(captured)})", value: Number(captured));
        if (packet.Direction is FrameDirection.In or FrameDirection.Out)
            root.AddGenerated("frame.packet_flags_direction", packet.Direction == FrameDirection.In ? "[Direction: Inbound]" : "[Direction: Outbound]");
    }

    private static string Size(long count) => count == 1 ? "1 byte" : $"{count} bytes";

    private static string Bits(long bytes) => $"{bytes * 8} bits";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string EncapsulationName(LinkType linkType) => linkType switch
    {
        LinkType.Null => "NULL/Loopback (0)",
        LinkType.Ethernet => "Ethernet (1)",
        LinkType.Raw => "Raw IP (101)",
        LinkType.Loop => "OpenBSD loopback (108)",
        LinkType.LinuxSll => "Linux cooked-mode capture v1 (113)",
        LinkType.IPv4 => "Raw IPv4 (228)",
        LinkType.IPv6 => "Raw IPv6 (229)",
        LinkType.LinuxSll2 => "Linux cooked-mode capture v2 (276)",
        _ => $"Unknown ({(int)linkType})",
    };

    private static string EpochText(long nanoseconds)
    {
        var whole = Math.DivRem(nanoseconds, NanosecondsPerSecond, out var fraction);
        var sign = nanoseconds < 0 ? "-" : "";
        return $"{sign}{Math.Abs(whole)}.{Math.Abs(fraction):D9}";
    }

    private static string CalendarText(long nanoseconds)
    {
        // 64 bits of nanoseconds reach from 1677 to 2262, well within DateTime.
        var seconds = Math.DivRem(nanoseconds, NanosecondsPerSecond, out var fraction);
        if (fraction < 0)
        {
            fraction += NanosecondsPerSecond;
            seconds--;
        }

        var time = DateTime.UnixEpoch.AddSeconds(seconds);
        return $"{time.ToString("MMM d, yyyy HH:mm:ss", CultureInfo.InvariantCulture)}.{fraction:D9} UTC";
    }
}
