using WebCap.Recordings;

namespace WebCap.Tests.Recordings;

/// <summary>What waits between two turns of a recording is what a kill loses (R8).</summary>
public sealed class PaceTests
{
    private const int FrameBytes = 152;

    private static readonly TimeSpan Longest = new RecordingPace().Wait;

    // The kernel hands over a block of its ring when it is full or 10 ms old: what comes, comes in bursts, and most turns on a busy wire find nothing.
    [Theory]
    [InlineData(100_000, 10, 10)]
    [InlineData(100_000, 12.6, 10)]
    [InlineData(20_000, 10, 10)]
    [InlineData(1_000_000, 1, 10)]
    public void ABusyWireIsTurnedToSoonAlsoWhenItComesInBursts(int framesPerSecond, double burstMs, double longestMs)
    {
        var waits = Simulate(framesPerSecond, burstMs, seconds: 2).Skip(20).ToArray();
        Assert.NotEmpty(waits);
        Assert.All(waits, wait => Assert.InRange(wait.TotalMilliseconds, 0, longestMs));
    }

    [Fact]
    public void AQuietWireIsTurnedToTenTimesASecond() => Assert.All(Simulate(50, 20, seconds: 3).Skip(1), wait => Assert.Equal(Longest, wait));

    [Fact]
    public void AWireThatFallsSilentIsLeftInPeaceWithinAFewTurns()
    {
        var pace = new RecordingPace();
        pace.Turned(1_000_000, Longest);
        Assert.True(pace.Wait < Longest);
        var turns = 0;
        for (; pace.Wait < Longest; turns++) pace.Turned(0, pace.Wait);
        Assert.InRange(turns, 1, 20);
    }

    // Turns on a wire with so many frames a second, handed over every so often; how long each wait was.
    private static IEnumerable<TimeSpan> Simulate(int framesPerSecond, double burstMs, int seconds)
    {
        var pace = new RecordingPace();
        var now = TimeSpan.Zero;
        var taken = 0L;
        while (now < TimeSpan.FromSeconds(seconds))
        {
            var wait = pace.Wait;
            yield return wait;
            now += wait;
            var handedOver = (long)(Math.Floor(now.TotalMilliseconds / burstMs) * burstMs / 1000 * framesPerSecond);
            pace.Turned((int)((handedOver - taken) * FrameBytes), wait);
            taken = handedOver;
        }
    }
}
