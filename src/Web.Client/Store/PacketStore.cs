using Bpf.Wire;

namespace WebCap.Client.Store;

/// <summary>
/// The packets that this page has: a ring of batches as they came, bounded in bytes, with an index of where each record starts.
/// <code>
///   rows      FirstRow                                   EndRow
///             |                                          |
///   ring      [segment: records 0-811][gap: 812-900 never came][segment: records 901-…]  &lt;- Append
///             ^ evicted first
/// </code>
/// Three ways to count, all from 0: a <b>record</b> number is the device's, the same for every viewer; a <b>row</b> is a line of the packet list, a record or a
/// gap, and keeps its number when older rows go; an index is a place in one segment. Rows are found by binary search over the segments.
/// When the limit is passed the oldest segment goes, whole, and its packets are counted as evicted. One thread uses the store: the page's.
/// </summary>
internal sealed class PacketStore
{
    /// <summary>Default limit. A tab has 2 to 4 GB; a quarter of a GiB leaves room for a download being made of it, and holds about two million small packets.</summary>
    public const long DefaultLimitBytes = 256L << 20;

    /// <summary>
    /// Small batches are gathered to segments of this size. Large enough that the ring stays short (1,024 segments at the default limit), small enough that evicting
    /// one does not empty a noticeable part of the list.
    /// </summary>
    public const int DefaultSegmentBytes = 256 << 10;

    private const long None = -1;

    private readonly PacketObserver observe;
    private readonly int segmentBytes;
    private StoreSegment?[] ring = new StoreSegment?[16];
    private int head;
    private int segmentCount;
    private long nextRecord = None;
    private long limitBytes;

    /// <summary>An empty store. Each record is shown to <paramref name="observe"/> once, in order, as it is added.</summary>
    public PacketStore(PacketObserver observe, long limitBytes = DefaultLimitBytes, int segmentBytes = DefaultSegmentBytes)
    {
        this.observe = observe;
        this.segmentBytes = segmentBytes;
        this.limitBytes = limitBytes;
    }

    /// <summary>The oldest row that is kept.</summary>
    public long FirstRow { get; private set; }

    /// <summary>The row after the newest.</summary>
    public long EndRow { get; private set; }

    /// <summary>Rows kept, gaps among them.</summary>
    public long RowCount => EndRow - FirstRow;

    /// <summary>Packets kept.</summary>
    public long KeptPackets { get; private set; }

    /// <summary>Packets that went to make room.</summary>
    public long EvictedPackets { get; private set; }

    /// <summary>Packets that went because the user cleared the list.</summary>
    public long ClearedPackets { get; private set; }

    /// <summary>Packets that never came, by their numbers: the sum of all gaps.</summary>
    public long MissingPackets { get; private set; }

    /// <summary>Batches whose bytes were no whole records. What could be read of them is kept, the rest is missing.</summary>
    public long DamagedBatches { get; private set; }

    /// <summary>Memory in use.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Memory that may be in use. The newest segment stays, even when it alone is larger. Lowering the limit evicts at once.</summary>
    public long LimitBytes
    {
        get => limitBytes;
        set
        {
            limitBytes = value;
            Evict();
        }
    }

    /// <summary>Time of the first packet since the store was empty, which the list counts from; kept when the packet itself goes.</summary>
    public long? BaseTimeNanoseconds { get; private set; }

    /// <summary>The record that should come next; null before the first one has come.</summary>
    public long? NextRecord => nextRecord == None ? null : nextRecord;

    /// <summary>
    /// Adds the records of a batch. Records that are here already are skipped; where the numbers jump, a gap row is added with <paramref name="gapReason"/>.
    /// <paramref name="item"/> holds the batch's payload from <paramref name="payloadStart"/> on, <paramref name="payloadBytes"/> long; when
    /// <paramref name="mayKeep"/> is set the store may keep the array itself, else it copies.
    /// </summary>
    public void Append(in BatchHeader header, byte[] item, int payloadStart, int payloadBytes, bool mayKeep, GapReason gapReason)
    {
        var first = header.FirstRecord;
        var end = first + Math.Max(0, header.RecordCount);
        var expected = nextRecord == None ? first : nextRecord;
        if (first < 0 || end <= first || end <= expected) return;
        if (first > expected) AddGap(expected, first - expected, gapReason);

        var keep = mayKeep && payloadBytes > segmentBytes / 2;
        var payload = item.AsSpan(payloadStart, payloadBytes);
        var segment = SegmentFor(Math.Max(first, expected), header, payloadBytes, keep);
        var before = segment.SizeBytes;
        if (keep) segment.Adopt(item);
        var shift = keep ? payloadStart : segment.Copy(payload, segmentBytes);
        segment.Reserve((int)Math.Min(end - Math.Max(first, expected), payloadBytes / RecordHeader.Length));

        var reached = Index(segment, new RecordReader(payload), shift, first, end, expected);
        SizeBytes += segment.SizeBytes - before;
        nextRecord = reached;
        if (reached < end)
        {
            DamagedBatches++;
            AddGap(reached, end - reached, GapReason.Damaged);
        }

        Evict();
    }

    /// <summary>The packet of a row; false when the row is a gap or not kept.</summary>
    public bool TryGet(long row, out StoredPacket packet)
    {
        packet = default;
        if (Find(row) is not { IsGap: false } segment) return false;
        packet = segment.At(row);
        return true;
    }

    /// <summary>How many packets are missing at a row, and why; false when the row is no gap.</summary>
    public bool TryGetGap(long row, out long missing, out GapReason reason)
    {
        var segment = Find(row);
        (missing, reason) = (segment?.Missing ?? 0, segment?.Reason ?? default);
        return missing > 0;
    }

    /// <summary>The row of a record; null when it is not kept.</summary>
    public long? RowOf(long record)
    {
        int low = 0, high = segmentCount - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var segment = Segment(middle);
            if (record < segment.FirstRecord) high = middle - 1;
            else if (record >= segment.FirstRecord + Math.Max(segment.Missing, segment.RowCount)) low = middle + 1;
            else return segment.IsGap ? segment.FirstRow : segment.FirstRow + (record - segment.FirstRecord);
        }

        return null;
    }

    /// <summary>Empties the list. Numbers go on: the next record is still expected, so that a loss meanwhile still shows.</summary>
    public void Clear()
    {
        ClearedPackets += KeptPackets;
        DropSegments();
    }

    /// <summary>As new, for another device.</summary>
    public void Reset()
    {
        DropSegments();
        FirstRow = EndRow = 0;
        EvictedPackets = ClearedPackets = MissingPackets = DamagedBatches = 0;
        nextRecord = None;
    }

    private void DropSegments()
    {
        ring = new StoreSegment?[16];
        head = segmentCount = 0;
        SizeBytes = KeptPackets = 0;
        FirstRow = EndRow;
        BaseTimeNanoseconds = null;
    }

    // A batch that lies about its count is read as far as it goes: the walk ends at the last whole record or at the promised number, whichever is first.
    private long Index(StoreSegment segment, RecordReader records, int shift, long record, long end, long expected)
    {
        var offset = records.Position;
        for (; record < end && records.TryRead(out var recordHeader, out var frame); offset = records.Position, record++)
        {
            if (record < expected) continue;
            segment.AddRecord(shift + offset);
            KeptPackets++;
            EndRow++;
            var packet = new StoredPacket
            {
                Record = record, Header = recordHeader, Bytes = frame, LinkType = segment.LinkType, TimestampFormat = segment.TimestampFormat,
            };
            BaseTimeNanoseconds ??= packet.TimeNanoseconds;
            observe(packet.ToInput());
        }

        return Math.Max(record, expected);
    }

    private StoreSegment SegmentFor(long record, in BatchHeader header, int payloadBytes, bool isOwn)
    {
        if (!isOwn && segmentCount > 0 && Segment(segmentCount - 1).CanTake(record, header.LinkType, header.TimestampFormat, payloadBytes, segmentBytes))
            return Segment(segmentCount - 1);
        return Add(new StoreSegment(EndRow, record, header.LinkType, header.TimestampFormat));
    }

    private void AddGap(long firstRecord, long missing, GapReason reason)
    {
        Add(StoreSegment.Gap(EndRow, firstRecord, missing, reason));
        EndRow++;
        MissingPackets += missing;
        nextRecord = firstRecord + missing;
    }

    private StoreSegment Add(StoreSegment segment)
    {
        if (segmentCount > 0)
        {
            var last = Segment(segmentCount - 1);
            SizeBytes -= last.SizeBytes;
            last.Seal();
            SizeBytes += last.SizeBytes;
        }

        if (segmentCount == ring.Length)
        {
            var larger = new StoreSegment?[ring.Length * 2];
            for (var i = 0; i < segmentCount; i++) larger[i] = Segment(i);
            (ring, head) = (larger, 0);
        }

        ring[(head + segmentCount++) & (ring.Length - 1)] = segment;
        SizeBytes += segment.SizeBytes;
        return segment;
    }

    private void Evict()
    {
        while (SizeBytes > limitBytes && segmentCount > 1)
        {
            var oldest = Segment(0);
            ring[head] = null;
            head = (head + 1) & (ring.Length - 1);
            segmentCount--;
            SizeBytes -= oldest.SizeBytes;
            FirstRow = oldest.EndRow;
            if (oldest.IsGap) continue;
            KeptPackets -= oldest.RowCount;
            EvictedPackets += oldest.RowCount;
        }
    }

    private StoreSegment Segment(int index) => ring[(head + index) & (ring.Length - 1)]!;

    private StoreSegment? Find(long row)
    {
        if (row < FirstRow || row >= EndRow) return null;
        int low = 0, high = segmentCount - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (row < Segment(middle).FirstRow) high = middle - 1;
            else low = middle;
        }

        return Segment(low);
    }
}
