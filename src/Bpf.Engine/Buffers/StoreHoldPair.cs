using System.Diagnostics;
using System.Runtime.CompilerServices;
using Bpf.Wire;

namespace Bpf.Engine.Buffers;

/// <summary>
/// The two buffers of a device and the one rule by which they change places.
/// <code>
///   frames --append--> [ store ]  --rotate, when full and hold is empty-->  [ hold ] --read--> the reader
/// </code>
/// Frames only ever go to store and readers only ever take hold, so one copy in and one copy out never meet. When store is full and hold
/// has not been read, the newest frame is dropped: what is kept stays whole and in order [BUF-5].
/// Not thread safe: the device's lock guards it.
/// </summary>
internal sealed class StoreHoldPair : IDisposable
{
    private PacketBuffer store;
    private PacketBuffer hold;

    /// <exception cref="OutOfMemoryException">Neither buffer is left allocated.</exception>
    public StoreHoldPair(int capacityBytes)
    {
        store = new PacketBuffer(capacityBytes);
        try
        {
            hold = new PacketBuffer(capacityBytes);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public int CapacityBytes => store.CapacityBytes;

    public int StoreBytes => store.LengthBytes;

    public int HoldBytes => hold.LengthBytes;

    public int HoldRecords => hold.RecordCount;

    /// <summary>Records in both buffers.</summary>
    public int HeldRecords => store.RecordCount + hold.RecordCount;

    /// <summary>Bytes in both buffers, headers and padding included.</summary>
    public int HeldBytes => store.LengthBytes + hold.LengthBytes;

    public bool IsStoreFull => store.LengthBytes == store.CapacityBytes;

    /// <summary>The hold buffer's records; valid until the next call on this pair.</summary>
    public ReadOnlySpan<byte> Hold => hold.Written;

    /// <summary>
    /// The captured length that a record really gets: a record larger than a whole buffer is cut to the buffer, never to the room that
    /// happens to be left and never split [BUF-4].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Fit(uint capturedLength) => Math.Min(capturedLength, (uint)(store.CapacityBytes - RecordHeader.Length));

    /// <summary>
    /// Appends one record [BUF-4, BUF-5]. <paramref name="frame"/> is exactly the captured bytes, already cut by <see cref="Fit"/>, and
    /// <paramref name="header"/> says so.
    /// </summary>
    public unsafe AppendResult Append(in RecordHeader header, ReadOnlySpan<byte> frame)
    {
        Debug.Assert(header.CapturedLength == (uint)frame.Length && header.CapturedLength <= Fit(header.CapturedLength));
        var sizeBytes = (int)RecordHeader.SizeOf(frame.Length);
        var hasRotated = false;
        if (sizeBytes > store.CapacityBytes - store.LengthBytes)
        {
            if (hold.LengthBytes > 0) return AppendResult.Dropped;
            Rotate();
            hasRotated = true;
        }

        // SAFETY: after the check above, or the rotation to an empty store of at least sizeBytes (Fit), the record ends inside the buffer.
        // Its size is a multiple of 8 and at least 32, so the last eight bytes are inside it: they are zeroed first, which is the padding.
        var record = store.End;
        *(long*)(record + sizeBytes - sizeof(long)) = 0;
        Unsafe.WriteUnaligned(record, header);
        frame.CopyTo(new Span<byte>(record + RecordHeader.Length, frame.Length));
        store.LengthBytes += sizeBytes;
        store.RecordCount++;

        if (IsStoreFull && hold.LengthBytes == 0)
        {
            Rotate();
            hasRotated = true;
        }

        return hasRotated ? AppendResult.StoredAndRotated : AppendResult.Stored;
    }

    /// <summary>Store and hold change places. The hold buffer must be empty [BUF-1]; the store buffer may be.</summary>
    public void Rotate()
    {
        Debug.Assert(hold.LengthBytes == 0);
        (store, hold) = (hold, store);
    }

    /// <summary>The reader has the hold buffer's bytes: it is empty now.</summary>
    public void ReleaseHold() => hold.Clear();

    /// <summary>Empties both buffers (BIOCFLUSH).</summary>
    public void Clear()
    {
        store.Clear();
        hold.Clear();
    }

    public void Dispose()
    {
        store.Dispose();
        hold.Dispose();
    }
}
