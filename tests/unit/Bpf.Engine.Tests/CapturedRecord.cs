using System.Buffers.Binary;
using Bpf.Wire;

namespace Bpf.Engine.Tests;

/// <summary>A record as a reader found it.</summary>
internal sealed record CapturedRecord(RecordHeader Header, byte[] Bytes)
{
    /// <summary>The number that <see cref="DeviceRig.Frame"/> put in front.</summary>
    public uint Number => BinaryPrimitives.ReadUInt32BigEndian(Bytes);

    /// <summary>Every record of a batch; fails on bytes that are no record.</summary>
    public static IReadOnlyList<CapturedRecord> ParseAll(ReadOnlySpan<byte> batch)
    {
        var records = new List<CapturedRecord>();
        var reader = new RecordReader(batch);
        while (reader.TryRead(out var header, out var frame)) records.Add(new CapturedRecord(header, frame.ToArray()));
        Assert.False(reader.IsMalformed);
        return records;
    }
}
