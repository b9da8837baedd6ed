using Bpf.Engine.Tests;
using WebCap.Filters;

namespace WebCap.Tests.Filters;

public sealed class CompileLimitTests
{
    private readonly ManualTimeProvider time = new();
    private readonly CompileLimit limit;

    public CompileLimitTests() => limit = new CompileLimit(time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void WhoHasLongOnesCompiledAllTheTimeGetsAFiftiethOfAProcessor()
    {
        // Ten of 50 ms, and what is short in each is not counted.
        for (var count = 0; count < 10; count++)
        {
            Assert.True(limit.PauseAsync(1, Cancellation).IsCompleted);
            Compile(1, 53);
        }

        // Less than half a second of it has come back meanwhile: the eleventh is the last in advance.
        Assert.True(limit.PauseAsync(1, Cancellation).IsCompleted);
        Compile(1, 53);
        var pause = limit.PauseAsync(1, Cancellation);
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(pause.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(pause.IsCompletedSuccessfully);
    }

    [Fact]
    public void NobodyElseWaitsForHimAndNeitherDoesHeWhenHeComesLater()
    {
        Compile(1, 1003);
        Assert.True(limit.PauseAsync(2, Cancellation).IsCompleted);
        Assert.False(limit.PauseAsync(1, Cancellation).IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(limit.PauseAsync(1, Cancellation).IsCompleted);
    }

    [Fact]
    public void WhatAMachineThatStandsStillTakesIsNotWaitedFor()
    {
        for (var count = 0; count < 2; count++) Compile(1, 60_000);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(limit.PauseAsync(1, Cancellation).IsCompleted);
    }

    [Fact]
    public void ShortOnesAreNotCounted()
    {
        for (var count = 0; count < 10_000; count++) Compile(1, 3);
        Assert.True(limit.PauseAsync(1, Cancellation).IsCompleted);
    }

    private void Compile(long user, int ms)
    {
        var beganAt = time.GetTimestamp();
        time.Advance(TimeSpan.FromMilliseconds(ms));
        limit.Ended(user, beganAt);
    }
}
