using System.Diagnostics;

namespace Bpf.Engine.Device;

// OpenBSD's wait timeout: how long a record may lie in a store buffer that is not full before it can be read. Immediate mode is a wait of
// nothing; without either a reader waits for a whole buffer or for its own timeout.
public sealed partial class BpfDevice
{
    // Null is for ever.
    private long? waitTimeoutMs;

    // Made when first needed. The time counts from the first record of a filling of the store buffer, and a filling is told from the next by
    // its number, so that rotating and flushing need not know of any of this.
    private ITimer? waitTimer;
    private long timedFilling = -1;
    private long timedSince;
    private long dueFilling = -1;

    /// <summary>
    /// BIOCSWTIMEOUT: how long after its first record the store buffer becomes readable; 0 and 0 is at once. Refuses what
    /// <see cref="SetReadTimeout"/> refuses [IOCTL-4].
    /// </summary>
    public Errno SetWaitTimeout(DeviceOwner caller, long seconds, long microseconds)
    {
        var argument = ToTimeoutMs(seconds, microseconds, out var timeoutMs);
        return Set(caller, argument, () => BeginWaitTime(timeoutMs));
    }

    /// <summary>BIOCDWTIMEOUT: the store buffer becomes readable only when it is full.</summary>
    public Errno ClearWaitTimeout(DeviceOwner caller) => Set(caller, Errno.OK, () => BeginWaitTime(null));

    private bool IsStoreDue => isImmediate || waitTimeoutMs == 0 || (buffers is not null && dueFilling == buffers.Filling);

    private void BeginWaitTime(long? timeoutMs)
    {
        waitTimeoutMs = timeoutMs;
        timedFilling = dueFilling = -1;
        waitTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (timeoutMs > 0) waitTimer ??= time.CreateTimer(static device => ((BpfDevice)device!).OnWaitOver(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Records that lie there already have their time from now on.
        StartWaitTime();
        WakeWaiterIfReadable();
    }

    // At the end of a run of frames: counts for its whole filling, so it costs a busy device one comparison a run.
    private void StartWaitTime()
    {
        if (waitTimeoutMs is not { } timeoutMs || buffers is null || buffers.StoreBytes == 0 || timedFilling == buffers.Filling) return;
        isWakeDue |= timeoutMs == 0;
        if (timeoutMs == 0 || isClosed) return;
        Debug.Assert(waitTimer is not null);
        timedFilling = buffers.Filling;
        timedSince = time.GetTimestamp();
        waitTimer.Change(TimeSpan.FromMilliseconds(timeoutMs), Timeout.InfiniteTimeSpan);
    }

    private void OnWaitOver()
    {
        using (sync.Enter())
        {
            if (isClosed || buffers is null || waitTimeoutMs is not > 0 || timedFilling != buffers.Filling || buffers.StoreBytes == 0) return;
            // A timer that fired for the filling before this one and then waited for the lock; or one that counts more coarsely than the clock.
            var left = TimeSpan.FromMilliseconds(waitTimeoutMs.Value) - time.GetElapsedTime(timedSince);
            if (left > TimeSpan.Zero)
            {
                waitTimer!.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
                return;
            }

            dueFilling = buffers.Filling;
            Wake();
        }
    }
}
