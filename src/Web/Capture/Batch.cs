using Bpf.Wire;

namespace WebCap.Capture;

/// <summary>
/// One hold buffer in flight: the bytes as read returned them and what the books said at that moment. Immutable, shared by the backlog and every
/// feed; each holder counts one reference.
/// </summary>
internal sealed class Batch(Slab slab, int offset, int lengthBytes, BatchHeader header)
{
    /// <summary>The header without what is a viewer's own (its feed's drops).</summary>
    public BatchHeader Header => header;

    /// <summary>The records. Valid while the holder has its reference.</summary>
    public ReadOnlyMemory<byte> Records => slab.Memory.AsMemory(offset, lengthBytes);

    public int LengthBytes => lengthBytes;

    public int RecordCount => header.RecordCount;

    public long EndRecord => header.FirstRecord + header.RecordCount;

    public void AddReference() => slab.AddReference();

    public void Release() => slab.Release();
}
