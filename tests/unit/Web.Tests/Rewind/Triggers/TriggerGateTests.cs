using WebCap.Rewind.Triggers;
using WebCap.Tests.Support;

namespace WebCap.Tests.Rewind.Triggers;

/// <summary>When a packet that matches fires a trigger.</summary>
public sealed class TriggerGateTests
{
    // Timestamps are handed in; only their frequency is asked for.
    private readonly StandingTime clock = new();

    [Fact]
    public void EachMatchFiresButNotBeforeTheCooldownIsOver()
    {
        var gate = Gate(new() { Name = "t", Filter = "tcp", CooldownSeconds = 60 });
        Assert.Equal(TriggerVerdict.Fire, gate.Judge(At(0)));
        Assert.Equal(TriggerVerdict.Suppress, gate.Judge(At(0)));
        Assert.Equal(TriggerVerdict.Suppress, gate.Judge(At(59.9)));
        Assert.Equal(TriggerVerdict.Fire, gate.Judge(At(60)));
        Assert.Equal(TriggerVerdict.Suppress, gate.Judge(At(61)));
    }

    [Fact]
    public void SoManyFireInAnHourAndNoMore()
    {
        var gate = Gate(new() { Name = "t", Filter = "tcp", CooldownSeconds = 1, PerHour = 3 });
        Assert.Equal([TriggerVerdict.Fire, TriggerVerdict.Fire, TriggerVerdict.Fire, TriggerVerdict.Suppress], new[] { 0, 10, 20, 3599 }.Select(second => gate.Judge(At(second))));
        // The first is an hour old, the second is not.
        Assert.Equal([TriggerVerdict.Fire, TriggerVerdict.Suppress, TriggerVerdict.Fire], new[] { 3600, 3605, 3610 }.Select(second => gate.Judge(At(second))));
    }

    [Fact]
    public void ARateFiresAtTheFirstPacketBeyondIt()
    {
        var gate = Gate(new() { Name = "t", PerSecond = 3, CooldownSeconds = 1 });
        Assert.Equal([TriggerVerdict.Wait, TriggerVerdict.Wait, TriggerVerdict.Wait], new[] { 0, 0.5, 0.9 }.Select(second => gate.Judge(At(second))));
        // Within a second of this one are three others, then two, then three and it fires.
        Assert.Equal(TriggerVerdict.Wait, gate.Judge(At(1.2)));
        Assert.Equal(TriggerVerdict.Fire, gate.Judge(At(1.3)));
        Assert.Equal(TriggerVerdict.Suppress, gate.Judge(At(1.4)));
        Assert.Equal(TriggerVerdict.Wait, gate.Judge(At(5)));
    }

    [Fact]
    public void ManyPacketsOfOneMomentAreARateToo()
    {
        var gate = Gate(new() { Name = "t", PerSecond = 1000, CooldownSeconds = 60 });
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(TriggerVerdict.Wait, gate.Judge(At(0))));
        Assert.Equal(TriggerVerdict.Fire, gate.Judge(At(0)));
    }

    private static long At(double second) => (long)(second * TimeSpan.TicksPerSecond);

    private TriggerGate Gate(TriggerSettings settings) => new(settings, clock);
}
