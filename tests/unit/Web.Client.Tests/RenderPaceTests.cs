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
    public void AThousandChangesInASecondAreOneTickAtOnceAndTenMore()
    {
        using var pace = New();
        for (var i = 0; i < 1000; i++)
        {
            pace.Request();
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(11, ticks);
    }

    [Fact]
    public void TheLastChangeIsNeverLost()
    {
        using var pace = New();
        pace.Request();
        time.Advance(TimeSpan.FromMilliseconds(1));
        pace.Request();
        time.Advance(TimeSpan.FromMilliseconds(98));
        Assert.Equal(1, ticks);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, ticks);
    }

    private RenderPace New()
    {
        var pace = new RenderPace(time, RenderPace.DefaultInterval);
        pace.Tick += () => ticks++;
        return pace;
    }
}
