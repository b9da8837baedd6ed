using WebCap.Client.Components;

namespace WebCap.Client.Tests;

public class RenderPaceTests
{
    private readonly ManualTime time = new();
    private int ticks;

    [Fact]
    public void TheFirstChangeAfterAQuietTimeIsShownAtOnce()
    {
        using var pace = New();
        pace.Request();
        time.Advance(TimeSpan.Zero);
        Assert.Equal(1, ticks);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, ticks);
        pace.Request();
        time.Advance(TimeSpan.Zero);
        Assert.Equal(2, ticks);
    }

    [Fact]
    public void AThousandChangesInASecondAreOneTickAtOnceAndTenMoreWhenRenderingTakesLong()
    {
        using var pace = New(renderingMs: 20);
        Change(pace, seconds: 1);
        Assert.Equal(11, ticks);
    }

    [Fact]
    public void RenderingThatTakesEvenLongerIsStillDoneTenTimesASecond()
    {
        using var pace = New(renderingMs: 60);
        Change(pace, seconds: 1);
        Assert.Equal(11, ticks);
    }

    [Theory]
    [InlineData(0, 63)]
    [InlineData(4, 51)]
    [InlineData(10, 21)]
    public void RenderingThatTakesLittleMayHaveAFifthOfTheTimeUpToSixtyTimesASecond(int renderingMs, int expected)
    {
        using var pace = New(renderingMs);
        Change(pace, seconds: 1);
        Assert.Equal(expected, ticks);
    }

    [Fact]
    public void TheLastChangeIsNeverLost()
    {
        using var pace = New(renderingMs: 20);
        pace.Request();
        Advance(0);
        pace.Request();
        Advance(79);
        Assert.Equal(1, ticks);
        Advance(1);
        Assert.Equal(2, ticks);
    }

    [Fact]
    public void AChangeDuringTheRenderingIsShownByTheNext()
    {
        using var pace = New(renderingMs: 4);
        void ChangeOnce()
        {
            pace.Tick -= ChangeOnce;
            pace.Request();
        }

        pace.Tick += ChangeOnce;
        pace.Request();
        Advance(0);
        Assert.Equal(1, ticks);
        Advance(100);
        Assert.Equal(2, ticks);
    }

    private void Change(RenderPace pace, int seconds)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < TimeSpan.FromSeconds(seconds))
        {
            pace.Request();
            Advance(1);
        }
    }

    private void Advance(int milliseconds) => time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private RenderPace New(int renderingMs = 0)
    {
        var pace = new RenderPace(time, RenderPace.DefaultInterval);
        pace.Tick += () =>
        {
            ticks++;
            Advance(renderingMs);
        };
        return pace;
    }
}
