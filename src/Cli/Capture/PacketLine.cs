using System.Globalization;
using System.Text.Json;
using Bpf.Wire.Files;
using Packet.Dissect;
using Packet.Dissect.Processes;

namespace WebCap.Cli.Capture;

/// <summary>A packet in a line: number, time of day (UTC), addresses, protocol, length and what it says.</summary>
internal static class PacketLine
{
    private const string Unknown = "?";

    public static string Text(long number, in CapturePacket packet, in PacketSummary summary, in LikelyProcesses processes)
    {
        var time = FormattableString.Invariant($"{MomentOf(packet):HH:mm:ss}.{packet.Nanoseconds / 1000:D6}");
        var source = summary.Source.Length > 0 ? summary.Source : Unknown;
        var destination = summary.Destination.Length > 0 ? summary.Destination : Unknown;
        var line = string.Create(
            CultureInfo.InvariantCulture, $"{number,5} {time} {source} → {destination} {summary.Protocol} {packet.WireLength} {summary.Info}").TrimEnd();
        return processes.IsEmpty ? line : $"{line} ({processes.Short})";
    }

    public static void Json(Utf8JsonWriter writer, long number, in CapturePacket packet, in PacketSummary summary, in LikelyProcesses processes)
    {
        writer.WriteStartObject();
        writer.WriteNumber("number", number);
        writer.WriteString("time", FormattableString.Invariant($"{MomentOf(packet):yyyy-MM-ddTHH:mm:ss}.{packet.Nanoseconds:D9}Z"));
        writer.WriteString("source", summary.Source);
        writer.WriteString("destination", summary.Destination);
        writer.WriteString("protocol", summary.Protocol);
        writer.WriteNumber("length", packet.WireLength);
        writer.WriteString("info", summary.Info);
        if (packet.DroppedBefore > 0) writer.WriteNumber("droppedBefore", packet.DroppedBefore);
        Process(writer, "sender", processes.Sender);
        Process(writer, "receiver", processes.Receiver);
        writer.WriteEndObject();
    }

    private static void Process(Utf8JsonWriter writer, string end, LikelyProcess? process)
    {
        if (process is null) return;
        writer.WriteStartObject(end);
        writer.WriteNumber("processId", process.Id);
        writer.WriteString("name", process.Name);
        if (process.Unit is { } unit) writer.WriteString("unit", unit);
        if (process.Container is { } container) writer.WriteString("container", container);
        writer.WriteEndObject();
    }

    /// <summary>The packet as the dissection takes it.</summary>
    public static PacketInput Input(long number, in CapturePacket packet) => new()
    {
        Number = number,
        TimeNanoseconds = unchecked((packet.Seconds * 1_000_000_000) + packet.Nanoseconds),
        LinkType = packet.LinkType,
        Direction = packet.Direction,
        WireLength = packet.WireLength,
        Bytes = packet.Bytes,
    };

    private static DateTime MomentOf(in CapturePacket packet) => DateTimeOffset.FromUnixTimeSeconds(packet.Seconds).UtcDateTime;
}
