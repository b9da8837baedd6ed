namespace WebCap.Capture;

/// <summary>
/// The slabs of one session. Keeps a few free ones; what is beyond that goes to the garbage collector, so a burst does not hold its memory for ever.
/// Any thread.
/// </summary>
internal sealed class SlabPool(int slabBytes)
{
    private const int KeptSlabs = 4;

    private readonly Stack<Slab> free = new(KeptSlabs);

    public int SlabBytes => slabBytes;

    public Slab Rent()
    {
        lock (free)
        {
            if (free.TryPop(out var slab))
            {
                slab.Renew();
                return slab;
            }
        }

        return new Slab(this, GC.AllocateUninitializedArray<byte>(slabBytes));
    }

    public void Return(Slab slab)
    {
        lock (free)
        {
            if (free.Count < KeptSlabs) free.Push(slab);
        }
    }
}
