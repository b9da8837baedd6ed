using Bpf.Engine.Tap;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// The thread that plays a file while devices are attached. It sleeps until the next frame is due or until it is stopped, whichever is first.
/// </summary>
internal sealed class ReplayRun : IDisposable
{
    private readonly ReplayPlayback playback;
    private readonly TapPoint tap;
    private readonly Action<string?> onEnd;
    private readonly AutoResetEvent wake = new(false);
    private readonly ITimer timer;
    private readonly Thread thread;
    private volatile bool isStopping;

    /// <param name="name">The interface's, for the thread.</param>
    /// <param name="playback">Is disposed when the thread ends.</param>
    /// <param name="tap">Where the frames go.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="onEnd">Called on the thread when the playing ends by itself: with null at the end of the file, else with why the file could not be read.</param>
    public ReplayRun(string name, ReplayPlayback playback, TapPoint tap, TimeProvider time, Action<string?> onEnd)
    {
        (this.playback, this.tap, this.onEnd) = (playback, tap, onEnd);
        timer = time.CreateTimer(static state => ((AutoResetEvent)state!).Set(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        thread = new Thread(Run) { IsBackground = true, Name = "replay " + name };
        thread.Start();
    }

    /// <summary>Stops the playing and returns when no frame will be offered any more. Not to be called on the thread itself.</summary>
    public void Dispose()
    {
        isStopping = true;
        wake.Set();
        thread.Join();
        // A last tick of the timer must find its event: the timer goes first.
        timer.Dispose();
        wake.Dispose();
    }

    private void Run()
    {
        using var open = playback;
        try
        {
            while (!isStopping)
            {
                var wait = playback.Play(tap);
                if (wait == Timeout.InfiniteTimeSpan)
                {
                    onEnd(null);
                    return;
                }

                if (wait > TimeSpan.Zero) Sleep(wait);
            }
        }
        catch (IOException unreadable)
        {
            onEnd(unreadable.Message);
        }
    }

    private void Sleep(TimeSpan wait)
    {
        // Timers count whole milliseconds and would round down to a wait that ends before its time.
        timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        wake.WaitOne();
    }
}
