namespace Bpf.Engine.Device;

/// <summary>
/// The lock of a device, between a capture thread that takes it for one run of frames after the other and readers and ioctls that want it now
/// and then. A plain lock is not fair: on a busy wire the capture thread leaves it and has it back before a woken reader is on a processor, the
/// reader starves and the device drops frames for want of an empty hold buffer (a flat-out replay delivered 24,000 frames a second so,
/// and 686,000 when the capture thread made way). So whoever has to wait says so, and between two runs the capture thread lets it in.
/// </summary>
internal sealed class DeviceLock
{
    // A woken thread is on a processor within some 50 µs; this many turns are some hundreds, mostly yields. What comes meanwhile waits in the ring.
    private const int LongestYieldTurns = 50;

    private readonly Lock held = new();
    private int waiting;

    /// <summary>Takes the lock for a reader or an ioctl; it is given back when the scope ends.</summary>
    public Scope Enter()
    {
        if (!held.TryEnter())
        {
            Interlocked.Increment(ref waiting);
            held.Enter();
            Interlocked.Decrement(ref waiting);
        }

        return new Scope(held);
    }

    /// <summary>Takes the lock for a run of frames.</summary>
    public void EnterTap() => held.Enter();

    /// <summary>Gives it back.</summary>
    public void ExitTap() => held.Exit();

    /// <summary>Between two runs, holding nothing: gives those who wait the time to get in.</summary>
    public void LetWaitersIn()
    {
        var turn = new SpinWait();
        while (Volatile.Read(ref waiting) != 0 && turn.Count < LongestYieldTurns) turn.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>The lock, held.</summary>
    public readonly ref struct Scope(Lock held)
    {
        /// <summary>Gives the lock back.</summary>
        public void Dispose() => held.Exit();
    }
}
