using System.Diagnostics;

namespace Bpf.Engine.Device;

// Reading and readiness [READ-1..7, SEL-1..2].
public sealed partial class BpfDevice
{
    private PendingRead? pendingRead;
    private ReadinessWait? waiter;
    private EventWaitHandle? readableSignal;
    private bool hasTimedOut;

    /// <summary>
    /// A non-blocking read [READ-3]: one hold buffer, or, when that is empty, what the store buffer has; EAGAIN only when both are empty.
    /// </summary>
    /// <param name="destination">Exactly as long as the device's buffers, else EINVAL.</param>
    public ReadResult Read(Span<byte> destination)
    {
        using (sync.Enter())
        {
            var errno = CheckRead(destination.Length);
            if (errno != Errno.OK) return ReadResult.Fail(errno);
            if (buffers!.HeldBytes == 0) return ReadResult.Fail(Errno.EAGAIN);
            return TakeHold(destination);
        }
    }

    /// <summary>
    /// A waiting read [READ-2]: returns when the hold buffer has data, in immediate mode when either buffer has. With a read timeout it returns
    /// what there is at expiry, or EAGAIN [READ-4]. Cancelling ends it with EINTR; nothing is consumed [READ-5].
    /// </summary>
    /// <param name="destination">Exactly as long as the device's buffers, else EINVAL; the caller leaves it alone until the read is over.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<ReadResult> ReadAsync(Memory<byte> destination, CancellationToken cancellation = default)
    {
        PendingRead pending;
        using (sync.Enter())
        {
            var errno = CheckRead(destination.Length);
            if (errno != Errno.OK) return ReadResult.Fail(errno);
            if (HasDueRecords) return TakeHold(destination.Span);
            hasTimedOut = false;
            pending = new PendingRead();
            if (readTimeoutMs > 0) pending.StartTimer(time, TimeSpan.FromMilliseconds(readTimeoutMs));
            pendingRead = pending;
        }

        ReadOutcome outcome;
        using (cancellation.UnsafeRegister(static read => ((PendingRead)read!).Complete(ReadOutcome.Cancelled), pending))
            outcome = await pending.Task.ConfigureAwait(false);
        pending.StopTimer();

        // Until here the read counts as pending, so no ioctl and no second reader came between the wake and this line.
        using (sync.Enter())
        {
            pendingRead = null;
            if (isClosed) return ReadResult.Fail(Errno.ENXIO);
            if (outcome == ReadOutcome.Cancelled)
            {
                // A wake that came after the cancel and before this line found this read and nobody else. With hold full there may never be
                // another wake, so it is handed on.
                WakeWaiterIfReadable();
                return ReadResult.Fail(Errno.EINTR);
            }

            hasTimedOut = outcome == ReadOutcome.TimedOut;
            if (buffers!.HeldBytes > 0) return TakeHold(destination.Span);
            return ReadResult.Fail(hasTimedOut ? Errno.EAGAIN : Errno.EIO);
        }
    }

    /// <summary>
    /// Waits until a read would not block [SEL-1]: data is there, or no interface is. Level triggered; the read timeout plays no part.
    /// One waiter a device [SEL-2]: a wait by another than <paramref name="waiterIdentity"/> while one is pending is EIO.
    /// </summary>
    /// <param name="waiterIdentity">Who waits; the same object may wait again, and both waits end together.</param>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellation">Ends the wait with EINTR.</param>
    /// <returns>OK when readable, EAGAIN at the timeout, EINTR when cancelled, ENXIO when the device is closed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative, or longer than a timer can be.</exception>
    public async ValueTask<Errno> WaitReadableAsync(object waiterIdentity, TimeSpan timeout, CancellationToken cancellation = default)
    {
        if (BeginWait(waiterIdentity, timeout, out var wait) is { } already) return already;
        using var timer = StartTimer(wait!, timeout);
        using var registration = cancellation.UnsafeRegister(static w => ((ReadinessWait)w!).Complete(Errno.EINTR), wait);
        var errno = await wait!.Task.ConfigureAwait(false);
        EndWait(wait);
        return errno;
    }

    /// <summary>
    /// The same on the calling thread, which sleeps meanwhile: for a reader with a thread of its own. It is woken by the capture thread itself,
    /// without a thread of the pool in between, which costs more than reading does.
    /// </summary>
    /// <inheritdoc cref="WaitReadableAsync"/>
    public Errno WaitReadable(object waiterIdentity, TimeSpan timeout, CancellationToken cancellation = default)
    {
        if (BeginWait(waiterIdentity, timeout, out var wait) is { } already) return already;
        using var timer = StartTimer(wait!, timeout);
        using var registration = cancellation.UnsafeRegister(static w => ((ReadinessWait)w!).Complete(Errno.EINTR), wait);
        var errno = wait!.Await();
        EndWait(wait);
        return errno;
    }

    /// <summary>
    /// Has <paramref name="signal"/> set whenever a waiter would be woken [SEL-2]. For a reader that comes at times of its own and does not wait here: between
    /// two of them both buffers may fill. FIOASYNC does that for a process, with SIGIO in the place of the event.
    /// Where a read would not block it is set at once. Null ends it; after that call the event may be disposed.
    /// </summary>
    public void SignalReadable(EventWaitHandle? signal)
    {
        using (sync.Enter())
        {
            readableSignal = signal;
            WakeWaiterIfReadable();
        }
    }

    // The answer where there is one at once; null with a wait that has begun.
    private Errno? BeginWait(object waiterIdentity, TimeSpan timeout, out ReadinessWait? wait)
    {
        // Before the place of the one waiter is taken, because nobody would ever give it back.
        if (timeout != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromMilliseconds(LargestTimeoutMs));
        wait = null;
        using (sync.Enter())
        {
            if (isClosed) return Errno.ENXIO;
            if (IsReadableLocked) return Errno.OK;
            // A wait that has timed out or was cancelled leaves its place when its thread goes on, and holds it no longer.
            if (waiter is { IsOver: true }) waiter = null;
            if (waiter is not null && waiter.Identity != waiterIdentity) return Errno.EIO;
            if (timeout == TimeSpan.Zero) return Errno.EAGAIN;
            wait = waiter ??= new ReadinessWait(waiterIdentity);
            return null;
        }
    }

    private ITimer? StartTimer(ReadinessWait wait, TimeSpan timeout) => timeout == Timeout.InfiniteTimeSpan
        ? null
        : time.CreateTimer(static w => ((ReadinessWait)w!).Complete(Errno.EAGAIN), wait, timeout, Timeout.InfiniteTimeSpan);

    private void EndWait(ReadinessWait wait)
    {
        using (sync.Enter())
        {
            if (waiter == wait) waiter = null;
        }
    }

    /// <summary>Whether a read would return at once: data, or an error [SEL-1].</summary>
    public bool IsReadable
    {
        get
        {
            using (sync.Enter()) return IsReadableLocked;
        }
    }

    private bool IsReadableLocked => attached is null || HasDueRecords;

    // What a waiting read would return at once. A hold buffer that is lent is somebody's already, and store has to wait for it.
    private bool HasDueRecords => buffers is { IsHoldLent: false } && (buffers.HoldBytes > 0 || (IsStoreDue && buffers.StoreBytes > 0));

    // [READ-1], in its order; the minor was checked by the table.
    private Errno CheckRead(int sizeBytes)
    {
        if (isClosed) return Errno.ENXIO;
        if (pendingRead is not null || loan is not null) return Errno.EIO;
        if (buffers is null || sizeBytes != bufferBytes) return Errno.EINVAL;
        if (attached is null && buffers.HoldBytes == 0) return Errno.EIO;
        return Errno.OK;
    }

    // Hands over the hold buffer, rotating first if only store has data [READ-6].
    private ReadResult TakeHold(Span<byte> destination)
    {
        Debug.Assert(buffers is not null);
        if (buffers.HoldBytes == 0) buffers.Rotate();
        var length = buffers.HoldBytes;
        var records = buffers.HoldRecords;
        buffers.Hold.CopyTo(destination);
        buffers.ReleaseHold();
        delivered += records;
        deliveredBytes += length;
        FollowHold();
        return new ReadResult(Errno.OK, length, records);
    }

    // Hold is empty again [READ-6].
    private void FollowHold()
    {
        OnRoom();
        // A full store buffer waited for hold; and without an interface nothing will ever fill store again, so its rest comes next.
        if (buffers!.IsStoreFull || attached is null) buffers.Rotate();
        // Store may have filled between the wake and the read: then the rotation above is one that a waiter has not heard of.
        WakeWaiterIfReadable();
    }

    // A state change that may end a wait: the pending read if there is one, else the waiter [SEL-2].
    private void Wake()
    {
        if (pendingRead is null)
        {
            WakeWaiterIfReadable();
            return;
        }

        pendingRead.Complete(ReadOutcome.Woken);
        isReaderComing = true;
    }

    // The interface or the device is gone, which is news to both.
    private void WakeAll()
    {
        pendingRead?.Complete(ReadOutcome.Woken);
        WakeWaiterIfReadable();
    }

    private void WakeWaiterIfReadable()
    {
        if ((waiter is null && readableSignal is null) || !IsReadableLocked) return;
        waiter?.Complete(isClosed ? Errno.ENXIO : Errno.OK);
        waiter = null;
        readableSignal?.Set();
        isReaderComing = true;
    }
}
