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

    public static byte[] Item(in BatchHeader header, byte[] payload)
    {
        var item = new byte[BatchHeader.HeaderBytes + payload.Length];
        MemoryMarshal.Write(item, header);
        payload.CopyTo(item, BatchHeader.HeaderBytes);
        return item;
    }

    public static byte[] Records(long firstRecord, int recordCount) => Item(Header(firstRecord, recordCount), Payload(firstRecord, recordCount));
}
