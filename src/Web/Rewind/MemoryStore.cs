namespace WebCap.Rewind;

/// <summary>A rolling store in memory. Pages that were never written to cost nothing.</summary>
internal sealed class MemoryStore(int capacityBytes) : IRollingStore
{
    private readonly byte[] memory = GC.AllocateUninitializedArray<byte>(capacityBytes);

    public long CapacityBytes => memory.Length;

    public void Write(long offset, ReadOnlySpan<byte> bytes) => bytes.CopyTo(memory.AsSpan((int)offset));

    public void Read(long offset, Span<byte> destination) => memory.AsSpan((int)offset, destination.Length).CopyTo(destination);

    public void Dispose()
    {
    }
}
