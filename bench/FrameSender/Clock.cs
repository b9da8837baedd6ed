namespace FrameSender;

/// <summary>The kernel's clocks in nanoseconds.</summary>
internal static unsafe class Clock
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Since 1970-01-01 UTC: the clock that the kernel stamps captured frames with.</summary>
    public static long RealtimeNs() => Read(Native.ClockRealtime);

    /// <summary>Never set back.</summary>
    public static long MonotonicNs() => Read(Native.ClockMonotonic);

    /// <summary>Sleeps to the wanted microsecond instead of the usual 50 behind it. For the calling thread.</summary>
    public static void SharpenSleep()
    {
        // Cannot fail for a thread of one's own; were it to, sends would be 50 µs later, which the report shows.
        _ = Native.ControlThread(Native.SetTimerSlack, 1);
    }

    public static void SleepUntil(long monotonicNs)
    {
        var until = new TimeSpec { Seconds = monotonicNs / NanosecondsPerSecond, Nanoseconds = monotonicNs % NanosecondsPerSecond };
        while (Native.Sleep(Native.ClockMonotonic, Native.AbsoluteTime, &until, null) == Native.EINTR)
        {
            // The end is absolute, so a signal only means to sleep on.
        }
    }

    private static long Read(int clock)
    {
        TimeSpec time;
        _ = Native.GetTime(clock, &time);
        return (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds;
    }
}
