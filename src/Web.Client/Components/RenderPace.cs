namespace WebCap.Client.Components;

/// <summary>
/// Turns any number of changes into at most ten renderings a second. The first change after a quiet time is shown at once, so that a single packet does not
/// wait; the next ones wait for the rest of the interval. When nothing changes nothing runs. Used on the page's one thread.
/// </summary>
internal sealed class RenderPace : IDisposable
{
    /// <summary>Ten a second: faster than a person reads numbers, and slow enough that rendering leaves the thread to the packets.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider time;
    private readonly TimeSpan interval;
    private readonly ITimer timer;
    private long? lastTick;
    private bool isPending;

    /// <summary>A pace measured by <paramref name="time"/>.</summary>
    public RenderPace(TimeProvider time, TimeSpan interval)
    {
        this.time = time;
        this.interval = interval;
        timer = time.CreateTimer(static state => ((RenderPace)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Time to render.</summary>
    public event Action? Tick;

    /// <summary>Something changed. Cheap: call it for every batch.</summary>
    public void Request()
    {
        if (isPending) return;
        isPending = true;
        var wait = lastTick is { } last ? interval - time.GetElapsedTime(last) : TimeSpan.Zero;
        timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void OnTimer()
    {
        isPending = false;
        lastTick = time.GetTimestamp();
        Tick?.Invoke();
    }
}
