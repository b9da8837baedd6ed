using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Bpf.Wire;

namespace WebCap.Client.Tests;

/// <summary>Batches as the server sends them. Every frame holds its record's number, so that a test can tell which record it got.</summary>
internal static class Batches
{
    public const int FrameBytes = 60;

    public const int RecordBytes = 96; // 32 + 60, aligned to 8.

    public const ulong Session = 0x1234_5678_9abc_def0;

    public static BatchHeader Header(long firstRecord, int recordCount, BatchKind kind = BatchKind.Records, LinkType linkType = LinkType.Ethernet, ulong session = Session) => new()
    {
        Magic = BatchHeader.ExpectedMagic,
        Kind = kind,
        HeaderLength = BatchHeader.HeaderBytes,
        FirstRecord = firstRecord,
        RecordCount = recordCount,
        LinkType = linkType,
        TimestampFormat = TimestampFormat.Nanoseconds,
        SessionId = session,
        Received = 100,
        Captured = 80,
        Dropped = 5,
        Delivered = 70,
        Held = 5,
        FeedDropped = 3,
    };

    public static byte[] Payload(long firstRecord, int recordCount)
    {
        var payload = new byte[recordCount * RecordBytes];
        for (var i = 0; i < recordCount; i++)
        {
            var at = payload.AsSpan(i * RecordBytes);
            var number = firstRecord + i;
            MemoryMarshal.Write(at, new RecordHeader { Seconds = 1_700_000_000 + number, Fraction = number, CapturedLength = FrameBytes, WireLength = FrameBytes, HeaderLength = RecordHeader.Length });
            BinaryPrimitives.WriteInt64LittleEndian(at[RecordHeader.Length..], number);
        }

        return payload;
    }

    /// <summary>Records of frames that say something, a second apart.</summary>
    public static byte[] PayloadOf(long firstRecord, params byte[][] frames)
    {
        var payload = new byte[frames.Sum(frame => Aligned(RecordHeader.Length + frame.Length))];
        var at = 0;
        foreach (var (i, frame) in frames.Index())
        {
            var length = (uint)frame.Length;
            MemoryMarshal.Write(payload.AsSpan(at), new RecordHeader { Seconds = 1_700_000_000 + firstRecord + i, CapturedLength = length, WireLength = length, HeaderLength = RecordHeader.Length });
            frame.CopyTo(payload, at + RecordHeader.Length);
            at += Aligned(RecordHeader.Length + frame.Length);
        }

        return payload;

        static int Aligned(int bytes) => (bytes + 7) & ~7;
    }

    public static byte[] Item(in BatchHeader header, byte[] payload)
    {
        var item = new byte[BatchHeader.HeaderBytes + payload.Length];
        MemoryMarshal.Write(item, header);
        payload.CopyTo(item, BatchHeader.HeaderBytes);
        return item;
    }

    public static byte[] Records(long firstRecord, int recordCount) => Item(Header(firstRecord, recordCount), Payload(firstRecord, recordCount));
}
