using System.Runtime.InteropServices;

namespace Bpf.Wire.Tests;

/// <summary>Builds hold buffers the way a device fills them.</summary>
internal static class Records
{
    public static byte[] Batch(params (byte[] Frame, uint WireLength, long Seconds, long Fraction, FrameDirection Direction, byte Dropped)[] records)
    {
        var batch = new List<byte>();
        foreach (var (frame, wireLength, seconds, fraction, direction, dropped) in records)
        {
            var bytes = new byte[RecordHeader.SizeOf(frame.Length)];
            MemoryMarshal.Write(bytes, new RecordHeader
            {
                Seconds = seconds,
                Fraction = fraction,
                CapturedLength = (uint)frame.Length,
                WireLength = wireLength,
                HeaderLength = RecordHeader.Length,
                Flags = (byte)((int)direction << RecordHeader.DirectionShift),
                DroppedBefore = dropped,
            });
            frame.CopyTo(bytes, RecordHeader.Length);
            batch.AddRange(bytes);
        }

        return [.. batch];
    }

    /// <summary>Three records of 1, 8 and 60 bytes, the last one cut by a snap length.</summary>
    public static byte[] ThreeRecords() => Batch(
        ([0xAA], 1, 10, 1, FrameDirection.In, 0),
        ([1, 2, 3, 4, 5, 6, 7, 8], 8, 11, 2, FrameDirection.Out, 3),
        ([.. Enumerable.Range(0, 60).Select(i => (byte)i)], 1514, 12, 999_999, FrameDirection.None, 255));
}
