using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bpf.Wire;

namespace Bpf.Engine.Buffers;

/// <summary>
/// One of a device's two buffers: a fixed run of native memory filled from the front with whole records.
/// Native, so that nothing is pinned or moved while a capture thread writes. Not thread safe: the device's lock guards it.
/// </summary>
internal sealed unsafe class PacketBuffer : IDisposable
{
    // A cache line, so that the first record of a buffer starts on one.
    private const int MemoryAlignment = 64;

    private byte* memory;

    /// <param name="capacityBytes">A multiple of the record alignment: records are padded to it, so in any other size the last one would stick out.</param>
    /// <exception cref="OutOfMemoryException">The system has no such run of memory.</exception>
    public PacketBuffer(int capacityBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityBytes, RecordHeader.Length);
        if (capacityBytes % RecordHeader.Alignment != 0) throw new ArgumentException($"{capacityBytes} bytes are no whole number of words.", nameof(capacityBytes));
        memory = (byte*)NativeMemory.AlignedAlloc((nuint)capacityBytes, MemoryAlignment);
        // Touch every page now: a page fault belongs to attach, not to the frame that first reaches the page.
        NativeMemory.Clear(memory, (nuint)capacityBytes);
        CapacityBytes = capacityBytes;
    }

    /// <summary>Size of the memory, a multiple of the record alignment.</summary>
    public int CapacityBytes { get; }

    /// <summary>Bytes in use from the front; records and their padding.</summary>
    public int LengthBytes { get; private set; }

    /// <summary>Whole records in the bytes in use.</summary>
    public int RecordCount { get; private set; }

    /// <summary>The bytes in use. The view dies with the next append, clear or dispose.</summary>
    public ReadOnlySpan<byte> Written => new(memory, LengthBytes);

    /// <summary>Bytes that a record occupies, header and padding included [BUF-4]. The captured bytes fit an int.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SizeOf(uint capturedLength) => (int)RecordHeader.SizeOf(capturedLength);

    /// <summary>Whether a record of that size can be begun.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasRoomFor(int sizeBytes) => sizeBytes <= CapacityBytes - LengthBytes;

    /// <summary>
    /// Writes a record's header and padding behind the last record and returns the place of its captured bytes. The caller has checked that
    /// there is room; until <see cref="End"/> the record is none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Begin(in RecordHeader header)
    {
        var sizeBytes = SizeOf(header.CapturedLength);
        Debug.Assert(memory != null && HasRoomFor(sizeBytes));
        // SAFETY: HasRoomFor, so the record ends inside the memory. Its size is a multiple of 8 and at least that of the header, so the last
        // eight bytes are inside it: they are zeroed first, and what of them is not overwritten is the padding.
        var record = memory + LengthBytes;
        *(long*)(record + sizeBytes - sizeof(long)) = 0;
        *(RecordHeader*)record = header;
        return new Span<byte>(record + RecordHeader.Length, (int)header.CapturedLength);
    }

    /// <summary>The begun record of <paramref name="sizeBytes"/> is whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(int sizeBytes)
    {
        LengthBytes += sizeBytes;
        RecordCount++;
    }

    /// <summary>Forgets the records; the memory stays.</summary>
    public void Clear()
    {
        LengthBytes = 0;
        RecordCount = 0;
    }

    public void Dispose()
    {
        if (memory == null) return;
        NativeMemory.AlignedFree(memory);
        memory = null;
        Clear();
    }
}
