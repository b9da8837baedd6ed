using System.Buffers.Binary;
using Bpf.Wire.Files;

namespace WebCap.Tests.Recordings;

/// <summary>A capture file, read by the reader that knows every file. Frames of a scripted interface start with their number.</summary>
internal sealed record ReadFile(IReadOnlyList<byte[]> Frames, IReadOnlyList<(long Seconds, uint Nanoseconds)> Times, CaptureInterface Interface, CaptureStatistics? Statistics)
{
    public IEnumerable<long> Numbers => Frames.Select(frame => BinaryPrimitives.ReadInt64BigEndian(frame));

    public static ReadFile Of(byte[] bytes)
    {
        using var reader = new CaptureFileReader(new MemoryStream(bytes));
        List<byte[]> frames = [];
        List<(long, uint)> times = [];
        while (reader.TryRead(out var packet))
        {
            frames.Add(packet.Bytes.ToArray());
            times.Add((packet.Seconds, packet.Nanoseconds));
        }

        Assert.Null(reader.Fault);
        return new ReadFile(frames, times, reader.Interfaces[0], reader.StatisticsOf(0));
    }
}
