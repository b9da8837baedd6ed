namespace Bpf.Engine.Tests.Interfaces;

/// <summary>
/// A manual clock beside a thread: a test waits until the thread has gone to sleep, and only then moves the time, so that neither waits for the other's luck.
/// </summary>
internal sealed class WatchedClock : TimeProvider, IDisposable
{
    private readonly ManualTimeProvider clock = new();
    private readonly SemaphoreSlim armed = new(0);

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new WatchedTimer(clock.CreateTimer(callback, state, dueTime, period), armed);

    /// <summary>Returns when a timer has been set since the last such call.</summary>
    public Task UntilArmedAsync() => armed.WaitAsync(TestContext.Current.CancellationToken);

    public void Advance(TimeSpan by) => clock.Advance(by);

    public void Dispose() => armed.Dispose();

    private sealed class WatchedTimer(ITimer timer, SemaphoreSlim armed) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            if (dueTime != Timeout.InfiniteTimeSpan) armed.Release();
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
