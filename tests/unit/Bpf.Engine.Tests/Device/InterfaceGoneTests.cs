using Bpf.Engine.Device;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Device;

public sealed class InterfaceGoneTests
{
    [Fact] // [IF-2], [READ-6]
    public void ReadsBringHoldThenTheFormerStoreThenEioForEver()
    {
        var rig = new DeviceRig();
        rig.Offer(5);
        rig.Interface.Disappear();

        Assert.Equal([1u, 2, 3], rig.ReadNumbers());
        Assert.Equal([4u, 5], rig.ReadNumbers());
        for (var i = 0; i < 3; i++) Assert.Equal(Errno.EIO, rig.TryRead());
    }

    [Fact] // [IF-2]
    public async Task WaitingReadsSeeTheSameOrder()
    {
        var rig = new DeviceRig();
        rig.Offer(5);
        rig.Interface.Disappear();

        Assert.Equal(new ReadResult(Errno.OK, 144, 3), await DeviceRig.EndOf(rig.StartRead()));
        Assert.Equal(new ReadResult(Errno.OK, 96, 2), await DeviceRig.EndOf(rig.StartRead()));
        Assert.Equal(Errno.EIO, (await DeviceRig.EndOf(rig.StartRead())).Errno);
        Assert.Equal(0, rig.Clock.ArmedTimerCount);
    }

    [Fact] // [IF-2]
    public void WithOnlyStoreTheDetachRotatesIt()
    {
        var rig = new DeviceRig();
        rig.Offer(2);
        rig.Interface.Disappear();

        Assert.Equal([1u, 2], rig.ReadNumbers());
        Assert.Equal(Errno.EIO, rig.TryRead());
    }

    [Fact] // [IF-2]
    public void WithNothingCapturedReadsAreEioAtOnce()
    {
        var rig = new DeviceRig();
        rig.Interface.Disappear();

        Assert.Equal(Errno.EIO, rig.TryRead());
    }

    [Fact] // [IF-2]
    public async Task APendingReadReturnsWhatThereIs()
    {
        var rig = new DeviceRig();
        var destination = rig.Destination;
        var read = rig.StartRead(destination);
        rig.Offer(2);
        rig.Interface.Disappear();

        var result = await DeviceRig.EndOf(read);
        Assert.Equal(new ReadResult(Errno.OK, 96, 2), result);
        Assert.Equal([1u, 2], CapturedRecord.ParseAll(destination.AsSpan(0, 96)).Select(record => record.Number));
        Assert.Equal(Errno.EIO, rig.TryRead());
    }

    [Theory] // [IF-2]
    [InlineData(0)]
    [InlineData(2)]
    public async Task APendingReadWithNothingIsEioAlsoWhenItHasATimeout(int timeoutSeconds)
    {
        var rig = new DeviceRig();
        rig.Device.SetReadTimeout(DeviceRig.Owner, timeoutSeconds, 0);
        var read = rig.StartRead();
        rig.Interface.Disappear();

        Assert.Equal(Errno.EIO, (await DeviceRig.EndOf(read)).Errno);
        Assert.Equal(0, rig.Clock.ArmedTimerCount);
    }

    [Fact] // [IF-2], [SEL-2]
    public async Task TheWaiterIsWoken()
    {
        var rig = new DeviceRig();
        var wait = rig.StartWait(this);
        rig.Interface.Disappear();

        Assert.Equal(Errno.OK, await DeviceRig.EndOf(wait));
    }

    [Fact] // [IF-2]: on rotation a wake goes to one of the two, on detach both learn of it.
    public async Task TheWaiterIsWokenBesideAPendingRead()
    {
        var rig = new DeviceRig();
        var read = rig.StartRead();
        var wait = rig.StartWait(this);
        rig.Interface.Disappear();

        Assert.Equal(Errno.EIO, (await DeviceRig.EndOf(read)).Errno);
        Assert.Equal(Errno.OK, await DeviceRig.EndOf(wait));
    }

    [Fact] // [IF-2]
    public void NoFrameReachesTheDeviceAfterwards()
    {
        var rig = new DeviceRig();
        rig.Interface.Disappear();
        rig.Offer(3);

        Assert.Equal(0, rig.Device.GetLifetime().Received);
    }

    [Fact] // [IF-2]: the session was open when the interface went, so the device is still in its array.
    public void AnOpenSessionBringsNoMoreFramesEither()
    {
        var rig = new DeviceRig();
        using (var session = rig.Interface.Tap.Begin())
        {
            rig.OfferIn(session, 1);
            rig.Interface.Disappear();
            rig.OfferIn(session, 1);
        }

        Assert.Equal([1u], rig.ReadNumbers());
        Assert.Equal(Errno.EIO, rig.TryRead());
    }

    [Fact] // [IF-3]
    public void WhatNeedsTheInterfaceIsEinval()
    {
        var rig = new DeviceRig();
        rig.Interface.Disappear();

        Assert.Equal(Errno.EINVAL, rig.Device.GetInterface(DeviceRig.Owner, out var networkInterface));
        Assert.Null(networkInterface);
        Assert.Equal(Errno.EINVAL, rig.Device.SetPromiscuous(DeviceRig.Owner));
    }

    [Fact] // [IF-3]
    public void CountersFlushFilterFlagsAndTimeoutsGoOnWorking()
    {
        var rig = new DeviceRig();
        rig.Offer(5);
        rig.Interface.Disappear();
        Assert.Equal(5, rig.Device.GetStatistics().Captured);

        Assert.Equal(Errno.OK, rig.Device.SetImmediate(DeviceRig.Owner, true));
        Assert.Equal(Errno.OK, rig.Device.SetSeeSent(DeviceRig.Owner, false));
        Assert.Equal(Errno.OK, rig.Device.SetReadTimeout(DeviceRig.Owner, 1, 0));
        Assert.Equal(Errno.OK, rig.Device.SetIgnoredDirections(DeviceRig.Owner, FrameDirection.Out));
        Assert.Equal(Errno.OK, rig.Device.GetReadableBytes(DeviceRig.Owner, out var readable));
        Assert.Equal(DeviceRig.ThreeRecords, readable);
        Assert.Equal(Errno.OK, rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Answer(1)));
        Assert.Equal(0, rig.Device.GetStatistics().Captured);
        Assert.Equal(Errno.OK, rig.Device.Flush(DeviceRig.Owner));
        Assert.Equal(Errno.EIO, rig.TryRead());
        DeviceRig.AssertBooksBalance(rig.Device);
    }

    [Fact] // [IF-3]
    public void PeersShowAnEmptyName()
    {
        var rig = new DeviceRig();
        Assert.Equal("scripted0", rig.Device.Describe().InterfaceName);
        rig.Interface.Disappear();

        var peer = rig.Device.Describe();
        Assert.Equal("", peer.InterfaceName);
        Assert.True(peer.IsInterfaceGone);
    }

    [Fact] // [IF-2]
    public void ASecondDisappearanceChangesNothing()
    {
        var rig = new DeviceRig();
        rig.Offer(2);
        rig.Interface.Disappear();
        rig.Interface.Disappear();

        Assert.Equal([1u, 2], rig.ReadNumbers());
    }
}
