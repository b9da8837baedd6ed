using Bpf.Engine.Interfaces;
using Bpf.Wire;
using Bpf.Wire.Files;

namespace Bpf.Engine.Tests.Interfaces;

public class ReplayPlaybackTests
{
    private const double IsOver = -1;

    private static readonly ReplayOptions Own = new();

    private static byte[] ThreePackets => new CaptureBytes().Packet(0).Packet(100).Packet(350).ToArray();

    [Fact]
    public void AtItsOwnPaceAFrameComesWhenTheFilesGapHasPassed()
    {
        using var rig = new PlaybackRig(ThreePackets, Own);

        Assert.Equal(100, rig.Play());
        Assert.Equal([1u], rig.Numbers());
        rig.Advance(99.5);
        Assert.Equal(0.5, rig.Play());
        Assert.Empty(rig.Numbers());
        rig.Advance(0.5);
        Assert.Equal(250, rig.Play());
        Assert.Equal([2u], rig.Numbers());
        rig.Advance(250);
        Assert.Equal(IsOver, rig.Play());
        Assert.Equal([3u], rig.Numbers());
        Assert.Equal((3, 300, 1), (rig.Counters.Frames, rig.Counters.WireBytes, rig.Counters.Passes));
    }

    [Fact]
    public void AFramePlayedLateCarriesTheTimeAtWhichItWasDue()
    {
        using var rig = new PlaybackRig(ThreePackets, Own);
        rig.Play();
        rig.Advance(400);

        Assert.Equal(IsOver, rig.Play());

        Assert.Equal([0, 100, 350], rig.StampsMs());
    }

    [Fact]
    public void BytesLengthsAndDirectionsAreTheFiles()
    {
        using var rig = new PlaybackRig(new CaptureBytes().Packet(0, direction: FrameDirection.Out).Packet(0, direction: FrameDirection.In).Packet(0).ToArray(), Own);
        rig.Play();

        var records = rig.Records();

        Assert.Equal([FrameDirection.Out, FrameDirection.In, FrameDirection.None], records.Select(record => record.Header.Direction));
        Assert.All(records, record => Assert.Equal((20, 100u), (record.Bytes.Length, record.Header.WireLength)));
    }

    [Fact]
    public void TheFilesTimesAreKeptOnRequest()
    {
        using var rig = new PlaybackRig(ThreePackets, Own with { KeepsFileTimes = true });
        rig.Play();
        rig.Advance(350);
        rig.Play();

        Assert.Equal(
            [(CaptureBytes.BaseSeconds, 0), (CaptureBytes.BaseSeconds, 100_000_000), (CaptureBytes.BaseSeconds, 350_000_000)],
            rig.Records().Select(record => (record.Header.Seconds, record.Header.Fraction)));
    }

    [Fact]
    public void AFixedRateTakesNoNoticeOfTheFilesGaps()
    {
        using var rig = new PlaybackRig(ThreePackets, new ReplayOptions { Pace = ReplayPace.FixedRate, FramesPerSecond = 4 });

        Assert.Equal(250, rig.Play());
        rig.Advance(250);
        Assert.Equal(250, rig.Play());
        rig.Advance(250);
        Assert.Equal(IsOver, rig.Play());

        Assert.Equal([0, 250, 500], rig.StampsMs());
    }

    [Fact]
    public void FlatOutOffersRunAfterRunWithoutAWait()
    {
        using var rig = new PlaybackRig(CaptureBytes.Evenly(600), new ReplayOptions { Pace = ReplayPace.FlatOut });

        Assert.Equal(0, rig.PlayOnce());
        Assert.Equal(ReplayPlayback.RunFrames, rig.Counters.Frames);
        Assert.Equal(IsOver, rig.Play());

        Assert.Equal(Enumerable.Range(1, 600).Select(i => (uint)i), rig.Numbers());
    }

    [Theory]
    [InlineData(ReplayPace.Own, 175)] // The average gap of the file, 350 ms over two.
    [InlineData(ReplayPace.FixedRate, 10)]
    public void ALoopBeginsAgainAfterAGapAndItsTimesGoOn(ReplayPace pace, double gap)
    {
        using var rig = new PlaybackRig(ThreePackets, new ReplayOptions { Pace = pace, IsLooped = true });
        var times = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            var wait = rig.Play();
            times.AddRange(rig.StampsMs());
            rig.Advance(wait);
        }

        double[] expected = pace == ReplayPace.Own ? [0, 100, 350, 525, 625, 875, 1050] : [0, 10, 20, 30, 40, 50, 60];
        Assert.Equal(expected, times);
        Assert.Equal(gap, times[3] - times[2]);
        Assert.Equal(2, rig.Counters.Passes);
    }

    [Fact]
    public void ALoopOfOneMomentDoesNotSpin()
    {
        using var one = new PlaybackRig(new CaptureBytes().Packet(0).ToArray(), Own with { IsLooped = true });
        using var many = new PlaybackRig(new CaptureBytes().Packet(5).Packet(5).Packet(5).ToArray(), Own with { IsLooped = true });

        Assert.Equal(1000, one.Play());
        Assert.Equal(1000, many.Play());
    }

    [Fact]
    public void ALoopFlatOutGoesOnForAsLongAsItIsCalled()
    {
        using var rig = new PlaybackRig(ThreePackets, new ReplayOptions { Pace = ReplayPace.FlatOut, IsLooped = true });

        for (var i = 0; i < 100; i++) Assert.Equal(0, rig.PlayOnce());

        Assert.Equal(300, rig.Counters.Frames);
    }

    [Fact]
    public void PacketsOfAnotherLinkTypeArePassedOverAndCounted()
    {
        var file = new CaptureBytes(LinkType.Raw, LinkType.Ethernet, LinkType.Ethernet)
            .Packet(0, 1).Packet(10, 0).Packet(20, 2).Packet(5000, 0).Packet(30, 1);
        using var rig = new PlaybackRig(file.ToArray(), Own);

        Assert.Equal(LinkType.Ethernet, rig.Summary.LinkType);
        Assert.Equal(2, rig.Summary.OtherLinkTypeCount);
        while (rig.Play() is > 0 and var wait) rig.Advance(wait);

        Assert.Equal([1u, 3, 5], rig.Numbers());
        Assert.Equal((3, 2), (rig.Counters.Frames, rig.Counters.Skipped));
    }

    [Fact]
    public void ALongSilenceIsCut()
    {
        using var rig = new PlaybackRig(
            new CaptureBytes().Packet(0).Packet(1000L * 86_400 * 365 * 20).Packet(1000L * 86_400 * 365 * 20 + 7).ToArray(),
            Own with { LongestGap = TimeSpan.FromSeconds(3) });

        Assert.Equal(3000, rig.Play());
        rig.Advance(3000);
        Assert.Equal(7, rig.Play());
    }

    [Fact]
    public void PacketsInTheWrongOrderFollowAtOnceAndTheLatestTimeCountsOn()
    {
        using var rig = new PlaybackRig(new CaptureBytes().Packet(0).Packet(100).Packet(90).Packet(110).ToArray(), Own);
        rig.Play();
        rig.Advance(100);

        Assert.Equal(10, rig.Play());
        Assert.Equal([0, 100, 100], rig.StampsMs());
    }

    [Fact]
    public void AClockThatWasSetBackIsFollowed()
    {
        using var rig = new PlaybackRig(new CaptureBytes().Packet(500_000).Packet(0).Packet(20).ToArray(), Own);

        Assert.Equal(20, rig.Play());
        Assert.Equal([1u, 2], rig.Numbers());
    }

    [Fact]
    public void ALagUnderASecondIsCaughtUpAndALongerOneIsNot()
    {
        var file = CaptureBytes.Evenly(5000);
        using var rig = new PlaybackRig(file, Own);
        rig.Play();
        rig.Advance(900);
        Assert.Equal(1, rig.Play());
        Assert.Equal(901, rig.Numbers().Length);

        // The machine sleeps for an hour: the file goes on where it was.
        rig.Advance(3_600_000);
        Assert.Equal(1, rig.Play());
        Assert.Equal([902u], rig.Numbers());
    }

    [Fact]
    public void PacketsWithoutATimeFollowAtOnce()
    {
        // Two simple packet blocks behind an ordinary one.
        byte[] simple = [3, 0, 0, 0, 20, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 9, 20, 0, 0, 0];
        using var rig = new PlaybackRig([.. new CaptureBytes().Packet(0).ToArray(), .. simple, .. simple], Own with { KeepsFileTimes = true });

        Assert.Equal(IsOver, rig.Play());

        var records = rig.Records();
        Assert.Equal([1u, 9, 9], records.Select(record => record.Number));
        Assert.All(records, record => Assert.Equal(CaptureBytes.BaseSeconds, record.Header.Seconds));
    }

    [Fact]
    public void ADamagedFileIsPlayedAsFarAsItIsGoodAndLooped()
    {
        using var rig = new PlaybackRig(ThreePackets[..^4], new ReplayOptions { Pace = ReplayPace.FlatOut, IsLooped = true });

        for (var i = 0; i < 3; i++) rig.PlayOnce();

        Assert.Equal([1u, 2, 1, 2, 1, 2], rig.Numbers());
        Assert.Equal(CaptureFaultKind.CutOff, rig.Fault!.Kind);
    }
}
