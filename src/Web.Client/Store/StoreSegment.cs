using Bpf.Wire;

namespace WebCap.Client.Store;

/// <summary>
/// A run of records as they came, or one gap. A record is its offset in <see cref="bytes"/>, four bytes of index, and nothing else: no object a packet.
/// Small batches share a segment, which grows by doubling; a batch that is large already becomes a segment as it is, without being copied.
/// </summary>
internal sealed class StoreSegment
{
    /// <summary>What a segment costs beside its bytes and its index: the object, two array headers, a slot in the ring. Rounded up.</summary>
    private const int OverheadBytes = 128;

    private const int SmallestBytes = 4096;

    private byte[] bytes = [];
    private int[] offsets = [];
    private int bytesUsed;

    /// <summary>Starts a run at <paramref name="firstRow"/> with the record <paramref name="firstRecord"/>.</summary>
    public StoreSegment(long firstRow, long firstRecord, LinkType linkType, TimestampFormat timestampFormat)
    {
        FirstRow = firstRow;
        FirstRecord = firstRecord;
        LinkType = linkType;
        TimestampFormat = timestampFormat;
    }

    /// <summary>Stands for <paramref name="missing"/> records, from <paramref name="firstRecord"/> on, that never came: one row.</summary>
    public static StoreSegment Gap(long firstRow, long firstRecord, long missing, GapReason reason)
        => new(firstRow, firstRecord, default, default) { Missing = missing, Reason = reason, RowCount = 1 };

    /// <summary>Row of the first record.</summary>
    public long FirstRow { get; }

    /// <summary>Number of the first record, from 0 since the device's session began.</summary>
    public long FirstRecord { get; }

    /// <summary>The header that every frame here starts with.</summary>
    public LinkType LinkType { get; }

    /// <summary>What record fractions count.</summary>
    public TimestampFormat TimestampFormat { get; }

    /// <summary>Rows: records, or 1 for a gap.</summary>
    public int RowCount { get; private set; }

    /// <summary>Records that are missing here; 0 unless this is a gap.</summary>
    public long Missing { get; private init; }

    /// <summary>Why they are missing.</summary>
    public GapReason Reason { get; private init; }

    /// <summary>True when this is a gap.</summary>
    public bool IsGap => Missing > 0;

    /// <summary>The first row after this segment.</summary>
    public long EndRow => FirstRow + RowCount;

    /// <summary>Memory that goes when this segment goes.</summary>
    public long SizeBytes => bytes.Length + ((long)offsets.Length * sizeof(int)) + OverheadBytes;

    /// <summary>True when a small batch may be added: nothing missing between, the same kind of frames, and no more than <paramref name="limitBytes"/> in the end.</summary>
    public bool CanTake(long record, LinkType linkType, TimestampFormat timestampFormat, int payloadBytes, int limitBytes)
        => !IsGap && record == FirstRecord + RowCount && linkType == LinkType && timestampFormat == TimestampFormat && bytesUsed + (long)payloadBytes <= limitBytes;

    /// <summary>Makes room for a batch and copies it. Returns where it starts; the records are then named by <see cref="AddRecord"/>.</summary>
    public int Copy(ReadOnlySpan<byte> payload, int limitBytes)
    {
        var start = bytesUsed;
        var needed = bytesUsed + payload.Length;
        if (needed > bytes.Length) Array.Resize(ref bytes, Math.Max(needed, Math.Min(limitBytes, Math.Max(SmallestBytes, bytes.Length * 2))));
        payload.CopyTo(bytes.AsSpan(start));
        bytesUsed = needed;
        return start;
    }

    /// <summary>Takes over an array that holds a batch somewhere in it. Only for a segment that has no bytes yet.</summary>
    public void Adopt(byte[] item)
    {
        bytes = item;
        bytesUsed = item.Length;
    }

    /// <summary>Room in the index for <paramref name="count"/> records more, so that it is not grown step by step.</summary>
    public void Reserve(int count)
    {
        if (RowCount + count > offsets.Length) Array.Resize(ref offsets, Math.Max(RowCount + count, offsets.Length * 2));
    }

    /// <summary>Names the next record, whose header starts at <paramref name="offset"/> and which was checked.</summary>
    public void AddRecord(int offset)
    {
        if (RowCount == offsets.Length) Array.Resize(ref offsets, Math.Max(16, offsets.Length * 2));
        offsets[RowCount++] = offset;
    }

    /// <summary>Lets go of an index that was reserved too large.</summary>
    public void Seal()
    {
        if (offsets.Length - RowCount > RowCount / 4) Array.Resize(ref offsets, RowCount);
        if (bytes.Length - bytesUsed > bytesUsed / 4) Array.Resize(ref bytes, bytesUsed);
    }

    /// <summary>The record of a row in this segment, a view of its bytes.</summary>
    public StoredPacket At(long row)
    {
        var index = (int)(row - FirstRow);
        var records = new RecordReader(bytes.AsSpan(offsets[index], bytesUsed - offsets[index]));
        records.TryRead(out var header, out var frame);
        return new StoredPacket { Record = FirstRecord + index, Header = header, Bytes = frame, LinkType = LinkType, TimestampFormat = TimestampFormat };
    }
}
