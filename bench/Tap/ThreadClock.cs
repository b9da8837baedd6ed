using System.Runtime.InteropServices;

namespace TapBench;

/// <summary>
/// The time that the calling thread has spent on a processor. A turn in which somebody else had the processor would otherwise count their time.
/// </summary>
internal static unsafe partial class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID.
    private const int ThreadProcessorTime = 3;

    public static long Nanoseconds
    {
        get
        {
            var time = stackalloc long[2];
            if (GetTime(ThreadProcessorTime, time) != 0) throw new PlatformNotSupportedException("No clock for a thread's processor time.");
            return time[0] * 1_000_000_000 + time[1];
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, long* time);
}
