namespace WebCap.Capture;

/// <summary>
/// A run of memory into which a session reads hold buffers one behind the other, shared by the batches in it. Counting references lets a batch
/// live as long as its slowest viewer without a copy of its own and without garbage: the last release gives the memory back to the pool.
/// </summary>
internal sealed class Slab(SlabPool pool, byte[] memory)
{
    // One reference is the session's own, while it still reads into the slab.
    private int references = 1;

    public byte[] Memory => memory;

    public void AddReference() => Interlocked.Increment(ref references);

    public void Release()
    {
        if (Interlocked.Decrement(ref references) == 0) pool.Return(this);
    }

    /// <summary>Taken from the pool again.</summary>
    public void Renew() => references = 1;
}
