namespace WebCap.Tests.Support;

/// <summary>A clock that stands still, also for intervals, until it is told to go on; its timers are the system's.</summary>
internal sealed class StandingTime : TimeProvider
{
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(60).AddTicks(Interlocked.Read(ref ticks));
}
