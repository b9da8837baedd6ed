using Bpf.Wire;
using Bpf.Wire.Files;

namespace WebCap.E2e;

/// <summary>A packet of a capture file, kept.</summary>
internal sealed record CapturedFrame(long TimeNanoseconds, uint WireLength, FrameDirection Direction, string Hex)
{
    public static CapturedFrame Of(in CapturePacket packet) => new(
        (packet.Seconds * 1_000_000_000) + packet.Nanoseconds,
        packet.WireLength,
        packet.Direction,
        Convert.ToHexString(packet.Bytes));

    /// <summary>Every packet of a file that ends.</summary>
    public static List<CapturedFrame> ReadAll(Stream file)
    {
        using var reader = new CaptureFileReader(file);
        List<CapturedFrame> frames = [];
        while (reader.TryRead(out var packet)) frames.Add(Of(in packet));
        Assert.Null(reader.Fault);
        return frames;
    }
}
