using Bpf.Engine.Tests;
using WebCap.Filters;

namespace WebCap.Tests.Filters;

public sealed class CompileLimitTests
{
    private readonly ManualTimeProvider time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void WhoCompilesAllTheTimeHasAQuarterOfIt()
    {
        var limit = new CompileLimit(time);
        Assert.True(limit.PauseAsync(1, Cancellation).IsCompleted);
        var beganAt = time.GetTimestamp();
        time.Advance(TimeSpan.FromMilliseconds(10));
        limit.Ended(1, beganAt);

        var pause = limit.PauseAsync(1, Cancellation);
        time.Advance(TimeSpan.FromMilliseconds(29));
        Assert.False(pause.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(pause.IsCompletedSuccessfully);
    }

    [Fact]
    public void NobodyElseWaitsForHimAndNeitherDoesHeWhenHeComesLater()
    {
        var limit = new CompileLimit(time);
        var beganAt = time.GetTimestamp();
        time.Advance(TimeSpan.FromMilliseconds(10));
        limit.Ended(1, beganAt);

        Assert.True(limit.PauseAsync(2, Cancellation).IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(30));
        Assert.True(limit.PauseAsync(1, Cancellation).IsCompleted);
    }
}
