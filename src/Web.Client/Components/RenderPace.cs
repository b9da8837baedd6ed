namespace WebCap.Client.Components;

/// <summary>
/// Turns any number of changes into few renderings. The first change after a quiet time is shown at once, so that a single packet does not wait; after that
/// rendering pauses for some times as long as it took, so that it never has more than a fifth of the page's one thread unless ten a second take more. When nothing
/// changes nothing runs. Used on the page's one thread.
/// </summary>
internal sealed class RenderPace : IDisposable
{
    /// <summary>The longest pause. Ten renderings a second: about as fast as a person reads numbers.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The shortest pause: a frame at 60 a second. Most screens show no more.</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(16);

    /// <summary>
    /// From the beginning of one rendering to the next, in times of what the first took. A row that comes alone takes a few milliseconds and so waits for
    /// a frame or two at most; a screen full of new rows takes 20 ms or more and is drawn ten times a second.
    /// </summary>
    public const int IntervalPerCost = 5;

    private readonly TimeProvider time;
    private readonly TimeSpan interval;
    private readonly ITimer timer;
    private long? lastTick;
    private TimeSpan pause;
    private bool isPending;

    /// <summary>A pace measured by <paramref name="time"/>, whose pauses are no longer than <paramref name="interval"/>.</summary>
    public RenderPace(TimeProvider time, TimeSpan interval)
    {
        this.time = time;
        this.interval = interval;
        timer = time.CreateTimer(static state => ((RenderPace)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Time to render; done when the handlers return, for their time counts.</summary>
    public event Action? Tick;

    /// <summary>Something changed. Cheap: call it for every batch.</summary>
    public void Request()
    {
        if (isPending) return;
        isPending = true;
        var wait = lastTick is { } last ? pause - time.GetElapsedTime(last) : TimeSpan.Zero;
        timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void OnTimer()
    {
        isPending = false;
        lastTick = time.GetTimestamp();
        // Holds if a handler throws.
        pause = interval;
        Tick?.Invoke();
        var cost = time.GetElapsedTime(lastTick.Value) * IntervalPerCost;
        pause = cost > interval ? interval : cost < ShortestInterval ? ShortestInterval : cost;
    }
}
