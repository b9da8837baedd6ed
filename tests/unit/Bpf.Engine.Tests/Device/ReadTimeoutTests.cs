using Bpf.Engine.Device;

namespace Bpf.Engine.Tests.Device;

public sealed class ReadTimeoutTests
{
    private static readonly TimeSpan OneMs = TimeSpan.FromMilliseconds(1);

    [Fact] // [READ-4]
    public async Task AtExpiryTheReadReturnsWhatStoreHas()
    {
        var rig = WithTimeoutOf(ms: 50);
        var destination = rig.Destination;
        var read = rig.StartRead(destination);
        rig.Offer(2);
        rig.Clock.Advance(49 * OneMs);
        Assert.False(read.IsCompleted);

        rig.Clock.Advance(OneMs);
        Assert.Equal(new ReadResult(Errno.OK, 96, 2), await DeviceRig.EndOf(read));
        Assert.Equal([1u, 2], CapturedRecord.ParseAll(destination.AsSpan(0, 96)).Select(record => record.Number));
    }

    [Fact] // [READ-4]
    public async Task AtExpiryWithNothingTheReadIsEagain()
    {
        var rig = WithTimeoutOf(ms: 50);
        var read = rig.StartRead();
        Assert.Equal(PeerState.Waiting, rig.Device.Describe().State);

        rig.Clock.Advance(50 * OneMs);
        Assert.Equal(Errno.EAGAIN, (await DeviceRig.EndOf(read)).Errno);
        Assert.Equal(PeerState.TimedOut, rig.Device.Describe().State);
        Assert.Equal(Errno.OK, rig.Device.Flush(DeviceRig.Owner));
    }

    [Fact] // [READ-4]
    public async Task AFullBufferEndsTheReadBeforeItsTimeAndDisarmsTheTimer()
    {
        var rig = WithTimeoutOf(ms: 50);
        var read = rig.StartRead();
        rig.Offer(4);

        Assert.Equal(3, (await DeviceRig.EndOf(read)).RecordCount);
        Assert.Equal(0, rig.Clock.ArmedTimerCount);
        rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, rig.Device.GetStatistics().Held);
        Assert.Equal(PeerState.Idle, rig.Device.Describe().State);
    }

    [Fact] // [READ-4]
    public async Task ImmediateModeEndsTheReadAtTheFirstFrame()
    {
        var rig = WithTimeoutOf(ms: 50);
        rig.Device.SetImmediate(DeviceRig.Owner, true);
        var read = rig.StartRead();
        rig.Offer(1);

        Assert.Equal(1, (await DeviceRig.EndOf(read)).RecordCount);
        Assert.Equal(0, rig.Clock.ArmedTimerCount);
    }

    [Fact] // [READ-4]
    public void OnlyAReadThatWaitsArmsTheTimer()
    {
        var rig = WithTimeoutOf(ms: 50);
        Assert.Equal(Errno.EAGAIN, rig.TryRead());
        Assert.Equal(0, rig.Clock.ArmedTimerCount);

        rig.Offer(3);
        Assert.True(rig.StartRead().IsCompletedSuccessfully);
        Assert.Equal(0, rig.Clock.ArmedTimerCount);

        Assert.False(rig.StartRead().IsCompleted);
        Assert.Equal(1, rig.Clock.ArmedTimerCount);
    }

    [Fact] // [READ-4], [OPEN-3]
    public void WithoutATimeoutNoTimerIsArmed()
    {
        var rig = new DeviceRig();

        Assert.False(rig.StartRead().IsCompleted);
        Assert.Equal(0, rig.Clock.ArmedTimerCount);
    }

    [Fact] // [READ-4]: the time starts anew with each read.
    public async Task EachReadHasTheWholeTimeout()
    {
        var rig = WithTimeoutOf(ms: 50);
        var first = rig.StartRead();
        rig.Clock.Advance(50 * OneMs);
        await DeviceRig.EndOf(first);

        var second = rig.StartRead();
        rig.Clock.Advance(49 * OneMs);
        Assert.False(second.IsCompleted);
        rig.Clock.Advance(OneMs);
        Assert.Equal(Errno.EAGAIN, (await DeviceRig.EndOf(second)).Errno);
    }

    [Fact] // [READ-4], [READ-1]: between expiry and hand-over the read is still pending, so the frames it was woken for cannot be taken by another.
    public async Task FramesThatArriveWithTheExpiryAreReturnedOnce()
    {
        var rig = WithTimeoutOf(ms: 50);
        var read = rig.StartRead();
        using (var session = rig.Interface.Tap.Begin())
        {
            rig.Clock.Advance(50 * OneMs);
            rig.OfferIn(session, 2);
        }

        Assert.Equal(2, (await DeviceRig.EndOf(read)).RecordCount);
        Assert.Equal(Errno.EAGAIN, rig.TryRead());
        DeviceRig.AssertBooksBalance(rig.Device);
    }

    private static DeviceRig WithTimeoutOf(int ms)
    {
        var rig = new DeviceRig();
        Assert.Equal(Errno.OK, rig.Device.SetReadTimeout(DeviceRig.Owner, 0, ms * 1000));
        return rig;
    }
}
