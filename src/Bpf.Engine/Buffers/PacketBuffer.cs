using System.Runtime.InteropServices;

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
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityBytes, Wire.RecordHeader.Length);
        if (capacityBytes % Wire.RecordHeader.Alignment != 0) throw new ArgumentException($"{capacityBytes} bytes are no whole number of words.", nameof(capacityBytes));
        memory = (byte*)NativeMemory.AlignedAlloc((nuint)capacityBytes, MemoryAlignment);
        // Touch every page now: a page fault belongs to attach, not to the frame that first reaches the page.
        NativeMemory.Clear(memory, (nuint)capacityBytes);
        CapacityBytes = capacityBytes;
    }

    /// <summary>Size of the memory, a multiple of the record alignment.</summary>
    public int CapacityBytes { get; }

    /// <summary>Bytes in use from the front; records and their padding.</summary>
    public int LengthBytes { get; set; }

    /// <summary>Whole records in the bytes in use.</summary>
    public int RecordCount { get; set; }

    /// <summary>The bytes in use. The view dies with the next append, clear or dispose.</summary>
    public ReadOnlySpan<byte> Written => new(memory, LengthBytes);

    /// <summary>Where the next record goes. SAFETY: the caller has checked that its record fits between here and the capacity.</summary>
    public byte* End => memory + LengthBytes;

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
