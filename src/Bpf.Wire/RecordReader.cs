using System.Runtime.InteropServices;

namespace Bpf.Wire;

/// <summary>
/// Walks the records of one hold buffer, in the order in which they were captured.
/// The bytes may come from a network: every length is checked against what is left before it is used, and a walk always ends.
/// Not thread safe; borrows the buffer for its own lifetime.
/// </summary>
public ref struct RecordReader
{
    private readonly ReadOnlySpan<byte> batch;
    private int position;

    /// <summary>Starts at the first record of <paramref name="batch"/>, which is what a read of a device returned.</summary>
    public RecordReader(ReadOnlySpan<byte> batch) => this.batch = batch;

    /// <summary>Offset of the next record's header in the batch; where the walk stopped at something else, offset of that.</summary>
    public readonly int Position => position;

    /// <summary>True when the walk stopped at bytes that are no whole record.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>
    /// Steps to the next record. <paramref name="frame"/> is a view of the batch, valid as long as the batch is.
    /// Returns false at the end, and also, with <see cref="IsMalformed"/> set, where the remaining bytes are no record.
    /// </summary>
    public bool TryRead(out RecordHeader header, out ReadOnlySpan<byte> frame)
    {
        header = default;
        frame = default;
        var left = batch[position..];
        if (left.IsEmpty) return false;
        if (left.Length < RecordHeader.Length) return Malformed();

        header = MemoryMarshal.Read<RecordHeader>(left);
        if (header.HeaderLength < RecordHeader.Length || header.CapturedLength > header.WireLength) return Malformed();
        var end = (long)header.HeaderLength + header.CapturedLength;
        if (end > left.Length) return Malformed();

        frame = left.Slice(header.HeaderLength, (int)header.CapturedLength);
        // A record cut to a buffer whose size is aligned is aligned itself; the last one may still end without its padding.
        position += (int)Math.Min(RecordHeader.WordAlign(end), left.Length);
        return true;
    }

    private bool Malformed()
    {
        // The position stays, so that a report can name it; asking again gives the same answer.
        IsMalformed = true;
        return false;
    }
}
