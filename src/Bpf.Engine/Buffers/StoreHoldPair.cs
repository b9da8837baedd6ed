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

    // What is lent has been counted as delivered and is the device's no longer, but its memory still serves as hold.
    private bool isLoanSettled;

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
    public int HeldRecords => store.RecordCount + (isLoanSettled ? 0 : hold.RecordCount);

    /// <summary>Bytes in both buffers, headers and padding included.</summary>
    public int HeldBytes => store.LengthBytes + (isLoanSettled ? 0 : hold.LengthBytes);

    public bool IsStoreFull => store.LengthBytes == store.CapacityBytes;

    /// <summary>A reader works on the hold buffer itself: until the loan ends nothing touches its bytes, and store has nowhere to rotate to.</summary>
    public bool IsHoldLent { get; private set; }

    /// <summary>Changes whenever the store buffer starts over empty; tells one filling of it from the next.</summary>
    public long Filling { get; private set; }

    /// <summary>The hold buffer's records; valid until the next call on this pair.</summary>
    public ReadOnlySpan<byte> Hold => hold.Written;

    /// <summary>
    /// The captured length that a record really gets: a record larger than a whole buffer is cut to the buffer, never to the room that
    /// happens to be left and never split [BUF-4].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Fit(uint capturedLength) => Math.Min(capturedLength, (uint)(store.CapacityBytes - RecordHeader.Length));

    /// <summary>
    /// Makes room for a record of <paramref name="capturedLength"/> bytes, already cut by <see cref="Fit"/>, rotating if that is what it takes;
    /// <paramref name="hasRotated"/> is then set. False when the store buffer is full and the hold buffer not yet read: the frame is lost [BUF-5].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MakeRoom(uint capturedLength, ref bool hasRotated)
    {
        Debug.Assert(capturedLength == Fit(capturedLength));
        return store.HasRoomFor(PacketBuffer.SizeOf(capturedLength)) || RotateForRoom(ref hasRotated);
    }

    /// <summary>
    /// Writes the header and the padding of the record that <see cref="MakeRoom"/> made room for, and returns the place of its captured bytes,
    /// as many as the header says. The record counts once it is ended; a caller who fails before that leaves no trace.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Begin(in RecordHeader header) => store.Begin(in header);

    /// <summary>The captured bytes are in their place. A store buffer that is now exactly full rotates at once if hold is empty [BUF-5].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(uint capturedLength, ref bool hasRotated)
    {
        store.End(PacketBuffer.SizeOf(capturedLength));
        if (IsStoreFull) RotateForRoom(ref hasRotated);
    }

    // Once a buffer, so out of the way of what happens for each frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RotateForRoom(ref bool hasRotated)
    {
        if (hold.LengthBytes > 0) return false;
        Rotate();
        hasRotated = true;
        return true;
    }

    /// <summary>Store and hold change places. The hold buffer must be empty [BUF-1]; the store buffer may be.</summary>
    public void Rotate()
    {
        Debug.Assert(hold.LengthBytes == 0);
        (store, hold) = (hold, store);
        Filling++;
    }

    /// <summary>The reader has the hold buffer's bytes: it is empty now.</summary>
    public void ReleaseHold() => hold.Clear();

    /// <summary>Hands the hold buffer out. Whoever has it reads it only, and it is given back by <see cref="EndLoan"/> or disposed by its holder.</summary>
    public PacketBuffer LendHold()
    {
        Debug.Assert(!IsHoldLent && hold.LengthBytes > 0);
        IsHoldLent = true;
        return hold;
    }

    /// <summary>The lent records are counted elsewhere from now on, whatever becomes of the loan.</summary>
    public void SettleLoan() => isLoanSettled = true;

    /// <summary>The hold buffer is back: empty when it was consumed or settled, else as it was.</summary>
    public void EndLoan(bool isConsumed)
    {
        IsHoldLent = false;
        if (isConsumed || isLoanSettled) hold.Clear();
        isLoanSettled = false;
    }

    /// <summary>Empties both buffers (BIOCFLUSH); one that is lent keeps its bytes until it is back.</summary>
    public void Clear()
    {
        store.Clear();
        Filling++;
        if (!IsHoldLent) hold.Clear();
    }

    /// <summary>Frees the memory, except for a hold buffer that is lent: that is the borrower's to free.</summary>
    public void Dispose()
    {
        store.Dispose();
        if (!IsHoldLent) hold.Dispose();
    }
}
