using Bpf.Wire.Files;

namespace Bpf.Wire.Tests.Files;

/// <summary>All that a reader gives for one file, read in the way a test asks for.</summary>
internal sealed record Reading(IReadOnlyList<ReadPacket> Packets, CaptureFault? Fault, IReadOnlyList<CaptureInterface> Interfaces, CaptureFileFormat Format)
{
    public static Reading Of(byte[] file, int bufferBytes = 64 * 1024)
    {
        using var reader = new CaptureFileReader(new MemoryStream(file), bufferBytes: bufferBytes);
        return Of(reader);
    }

    public static Reading Of(CaptureFileReader reader)
    {
        var packets = new List<ReadPacket>();
        while (reader.TryRead(out var packet)) packets.Add(Keep(packet));
        return new Reading(packets, reader.Fault, reader.Interfaces, reader.Format);
    }

    /// <summary>Awaited, from a stream that gives a few bytes at a time, through a buffer that must move and grow all the time.</summary>
    public static async Task<Reading> OfDripsAsync(byte[] file, int chunkBytes)
    {
        using var reader = new CaptureFileReader(new DrippingStream(file, chunkBytes), bufferBytes: 16);
        var packets = new List<ReadPacket>();
        while (await reader.FillAsync(TestContext.Current.CancellationToken)) KeepBuffered(reader, packets);
        return new Reading(packets, reader.Fault, reader.Interfaces, reader.Format);
    }

    private static void KeepBuffered(CaptureFileReader reader, List<ReadPacket> packets)
    {
        while (reader.TryReadBuffered(out var packet)) packets.Add(Keep(packet));
    }

    private static ReadPacket Keep(CapturePacket packet) => new(
        Convert.ToHexString(packet.Bytes),
        packet.WireLength,
        packet.Seconds,
        packet.Nanoseconds,
        packet.InterfaceIndex,
        packet.LinkType,
        packet.Direction,
        packet.DroppedBefore,
        packet.HasTime)
    {
        Offset = packet.Offset,
    };
}
