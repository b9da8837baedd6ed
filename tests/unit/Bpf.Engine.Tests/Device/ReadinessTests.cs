using Bpf.Engine.Device;

namespace Bpf.Engine.Tests.Device;

public sealed class ReadinessTests
{
    [Fact] // [SEL-1]
    public async Task ADeviceWithoutAnInterfaceIsReadable()
    {
        var rig = new DeviceRig(isAttached: false);

        Assert.True(rig.Device.IsReadable);
        Assert.Equal(Errno.OK, await DeviceRig.EndOf(rig.StartWait(this)));
    }

    [Fact] // [SEL-1]
    public void ADeviceWhoseInterfaceIsGoneStaysReadableEvenWithNothingToRead()
    {
        var rig = new DeviceRig();
        Assert.False(rig.Device.IsReadable);
        rig.Interface.Disappear();

        Assert.True(rig.Device.IsReadable);
        Assert.Equal(Errno.EIO, rig.TryRead());
        Assert.True(rig.Device.IsReadable);
    }

    [Fact] // [SEL-1]
    public void ReadableIsHoldOrInImmediateModeStore()
    {
        var rig = new DeviceRig();
        rig.Offer(2);
        Assert.False(rig.Device.IsReadable);
        rig.Device.SetImmediate(DeviceRig.Owner, true);
        Assert.True(rig.Device.IsReadable);
        rig.Device.SetImmediate(DeviceRig.Owner, false);
        rig.Offer(1);
        Assert.True(rig.Device.IsReadable);
        rig.ReadNumbers();
        Assert.False(rig.Device.IsReadable);
    }

    [Fact] // [SEL-1]
    public async Task ReadinessIsLevelTriggered()
    {
        var rig = new DeviceRig();
        rig.Offer(3);

        for (var i = 0; i < 3; i++) Assert.Equal(Errno.OK, await DeviceRig.EndOf(rig.StartWait(this)));
    }

    [Fact] // [SEL-1]
    public void TheReadTimeoutPlaysNoPart()
    {
        var rig = new DeviceRig();
        rig.Device.SetReadTimeout(DeviceRig.Owner, 0, 1000);
        var wait = rig.StartWait(this);
        rig.Offer(2);
        rig.Clock.Advance(TimeSpan.FromHours(1));

        Assert.False(wait.IsCompleted);
        Assert.False(rig.Device.IsReadable);
    }

    [Fact] // [SEL-2]
    public async Task ARotationWakesTheWaiter()
    {
        var rig = new DeviceRig();
        var wait = rig.StartWait(this);
        rig.Offer(2);
        Assert.False(wait.IsCompleted);
        Assert.Equal(PeerState.Waiting, rig.Device.Describe().State);

        rig.Offer(1);
        Assert.Equal(Errno.OK, await DeviceRig.EndOf(wait));
        Assert.Equal([1u, 2, 3], rig.ReadNumbers());
    }

    [Fact] // [SEL-2]
    public void ASignalComesWithWhatWouldWakeAWaiterAndTheReaderIsWaitedForAsOne()
    {
        var rig = new DeviceRig();
        using var signal = new AutoResetEvent(false);
        bool IsSignalled() => signal.WaitOne(TimeSpan.Zero);
        rig.Device.SignalReadable(signal);
        rig.Offer(2);
        Assert.False(IsSignalled());
        rig.Offer(1);
        Assert.True(IsSignalled());
        Assert.False(IsSignalled());
        rig.Offer(2);
        Assert.False(rig.Interface.Tap.AwaitRoom(TimeSpan.Zero));

        // With a loan out nothing can be read. When it ends, the store buffer has long been full.
        Assert.Equal(Errno.OK, rig.Device.LendHold(out var loan));
        rig.Offer(1);
        Assert.False(IsSignalled());
        loan!.Consume();
        loan.Dispose();
        Assert.True(IsSignalled());
    }

    [Fact] // [SEL-1]
    public void ASignalComesAtOnceWhereThereIsSomethingAndWithTheEndOfTheInterface()
    {
        var rig = new DeviceRig();
        using var signal = new AutoResetEvent(false);
        rig.Offer(3);
        rig.Device.SignalReadable(signal);
        Assert.True(signal.WaitOne(TimeSpan.Zero));
        rig.ReadNumbers();
        Assert.False(signal.WaitOne(TimeSpan.Zero));
        rig.Interface.Disappear();
        Assert.True(signal.WaitOne(TimeSpan.Zero));
    }

    [Fact]
    public void ASignalThatWasTakenBackMayBeDisposed()
    {
        var rig = new DeviceRig();
        var signal = new AutoResetEvent(false);
        rig.Device.SignalReadable(signal);
        rig.Device.SignalReadable(null);
        signal.Dispose();

        rig.Offer(3);
        Assert.True(rig.Device.IsReadable);
    }

    [Fact] // [SEL-2]
    public async Task InImmediateModeEveryStoredFrameWakesTheWaiter()
    {
        var rig = new DeviceRig();
        rig.Device.SetImmediate(DeviceRig.Owner, true);
        for (var i = 1u; i <= 4; i++)
        {
            var wait = rig.StartWait(this);
            Assert.False(wait.IsCompleted);
            rig.Offer(1);
            Assert.Equal(Errno.OK, await DeviceRig.EndOf(wait));
            Assert.Equal([i], rig.ReadNumbers());
        }
    }

    [Fact] // [SEL-2], [STAT-3]
    public void ARejectedFrameWakesNobody()
    {
        var rig = new DeviceRig();
        rig.Device.SetImmediate(DeviceRig.Owner, true);
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Answer(0));
        var wait = rig.StartWait(this);
        rig.Offer(5);

        Assert.False(wait.IsCompleted);
    }

    [Fact] // [SEL-2]
    public async Task TheSameWaiterMayWaitAgainAndAnotherGetsEio()
    {
        var rig = new DeviceRig();
        var first = rig.StartWait(this);
        var again = rig.StartWait(this);

        Assert.Equal(Errno.EIO, await DeviceRig.EndOf(rig.StartWait(new object())));
        rig.Offer(3);
        Assert.Equal(Errno.OK, await DeviceRig.EndOf(first));
        Assert.Equal(Errno.OK, await DeviceRig.EndOf(again));
    }

    [Fact] // [SEL-2]: as in the seed, who is ready at once is never turned away.
    public async Task AnotherWaiterIsNotTurnedAwayFromAReadableDevice()
    {
        var rig = new DeviceRig();
        rig.Offer(2);
        var first = rig.StartWait(this);
        rig.Device.SetImmediate(DeviceRig.Owner, true);

        Assert.Equal(Errno.OK, await DeviceRig.EndOf(rig.StartWait(new object())));
        rig.Offer(1);
        Assert.Equal(Errno.OK, await DeviceRig.EndOf(first));
    }

    [Fact] // [SEL-2]
    public async Task AWakeGoesToThePendingReadAndTheWaiterWaitsOn()
    {
        var rig = new DeviceRig();
        var wait = rig.StartWait(this);
        var read = rig.StartRead();
        rig.Offer(3);

        Assert.Equal(3, (await DeviceRig.EndOf(read)).RecordCount);
        Assert.False(wait.IsCompleted);
        rig.Offer(3);
        Assert.Equal(Errno.OK, await DeviceRig.EndOf(wait));
    }

    [Fact] // [SEL-1], [READ-6]: the read leaves a full store behind, which rotates; without a wake nothing would ever end the wait.
    public async Task WhatAPendingReadLeavesReadableWakesTheWaiter()
    {
        var rig = new DeviceRig();
        var wait = rig.StartWait(this);
        var read = rig.StartRead();
        using (var session = rig.Interface.Tap.Begin())
        {
            rig.OfferIn(session, 6);
        }

        Assert.Equal(3, (await DeviceRig.EndOf(read)).RecordCount);
        Assert.Equal(Errno.OK, await DeviceRig.EndOf(wait));
        Assert.Equal([4u, 5, 6], rig.ReadNumbers());
    }

    [Fact] // [SEL-2], [IOCTL-1]: readiness is neither refused by a pending read nor in its way.
    public async Task AWaitMayBeginWhileAReadIsPending()
    {
        var rig = new DeviceRig();
        var read = rig.StartRead();
        var wait = rig.StartWait(this);
        Assert.False(wait.IsCompleted);

        rig.Offer(3);
        Assert.Equal(Errno.OK, (await DeviceRig.EndOf(read)).Errno);
    }

    [Fact]
    public async Task AWaitEndsAtItsOwnTimeoutWithEagain()
    {
        var rig = new DeviceRig();
        Assert.Equal(Errno.EAGAIN, await DeviceRig.EndOf(rig.StartWait(this, TimeSpan.Zero)));
        var wait = rig.StartWait(this, TimeSpan.FromMilliseconds(5));
        rig.Clock.Advance(TimeSpan.FromMilliseconds(5));

        Assert.Equal(Errno.EAGAIN, await DeviceRig.EndOf(wait));
        Assert.Equal(PeerState.Idle, rig.Device.Describe().State);
        Assert.Equal(0, rig.Clock.ArmedTimerCount);
    }

    [Fact] // [SEL-2]
    public async Task ACancelledWaitIsEintrAndFreesThePlace()
    {
        var rig = new DeviceRig();
        using var cancellation = new CancellationTokenSource();
        var wait = rig.StartWaitThatEndsWith(this, cancellation.Token);
        await cancellation.CancelAsync();

        Assert.Equal(Errno.EINTR, await DeviceRig.EndOf(wait));
        Assert.False(rig.StartWait(new object()).IsCompleted);
    }

    [Fact] // [SEL-2]: its continuation may still be queued, but a wait that is over holds no place.
    public void AWaitThatIsOverMakesRoomAtOnce()
    {
        var rig = new DeviceRig();
        using (rig.Interface.Tap.Begin())
        {
            _ = rig.StartWait(this, TimeSpan.FromMilliseconds(5));
            // The continuation needs the device, which this session holds.
            rig.Clock.Advance(TimeSpan.FromMilliseconds(5));

            Assert.False(rig.StartWait(new object()).IsCompleted);
        }
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(1L + uint.MaxValue)]
    public async Task AnImpossibleTimeoutIsRefusedAndTakesNoPlace(long ms)
    {
        var rig = new DeviceRig();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => rig.StartWait(this, TimeSpan.FromMilliseconds(ms)));
        Assert.False(rig.StartWait(new object()).IsCompleted);
    }
}
