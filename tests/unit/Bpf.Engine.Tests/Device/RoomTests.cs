using Bpf.Engine.Device;

namespace Bpf.Engine.Tests.Device;

/// <summary>The capture thread's patience: whom it waits for between two runs of frames, and until when.</summary>
public sealed class RoomTests
{
    private readonly DeviceRig rig = new();

    // Whether the capture thread would go on at once.
    private bool HasRoom => rig.Interface.Tap.AwaitRoom(TimeSpan.Zero);

    [Fact]
    public void WithoutAReaderNobodyIsWaitedFor()
    {
        rig.Offer(7);

        Assert.True(HasRoom);
        Assert.Equal(1, rig.Device.GetStatistics().Dropped);
    }

    [Fact]
    public async Task AReaderThatWasWokenIsWaitedForOnceTheNextRunMayNotFit()
    {
        var wait = rig.StartWait(this);
        rig.Offer(3);
        Assert.Equal(Errno.OK, await DeviceRig.EndOf(wait));
        Assert.True(HasRoom);
        rig.Offer(2);
        Assert.False(HasRoom);

        Assert.Equal([1u, 2, 3], rig.ReadNumbers());
        Assert.True(HasRoom);
        rig.Offer(3);
        Assert.Equal(0, rig.Device.GetStatistics().Dropped);
    }

    [Fact]
    public async Task APendingReadIsWaitedFor()
    {
        // Its continuation may run at once, so what is looked at is how it ends: with nothing lost and room again.
        var read = rig.StartRead();
        rig.Offer(5);
        Assert.Equal(3, (await DeviceRig.EndOf(read)).RecordCount);

        Assert.True(HasRoom);
        Assert.Equal(2, rig.Device.GetStatistics().Held);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoReadsFromALoanIsWaitedForUntilItIsConsumed(bool isConsumed)
    {
        rig.Offer(3);
        Assert.Equal(Errno.OK, rig.Device.LendHold(out var loan));
        rig.Offer(2);
        Assert.False(HasRoom);

        if (isConsumed) loan!.Consume();
        loan!.Dispose();
        // Not consumed, hold is as full as before.
        Assert.Equal(isConsumed, HasRoom);
    }

    [Fact]
    public async Task AReaderThatDoesNotComeIsGivenUpUntilItHasBeenThere()
    {
        var wait = rig.StartWait(this);
        rig.Offer(5);
        await DeviceRig.EndOf(wait);
        Assert.False(HasRoom);
        rig.Interface.Tap.GiveUpOnReaders();
        Assert.True(HasRoom);
        rig.Offer(2);
        Assert.True(HasRoom);

        rig.ReadNumbers();
        rig.ReadNumbers();
        wait = rig.StartWait(this);
        rig.Offer(5);
        await DeviceRig.EndOf(wait);
        Assert.False(HasRoom);
    }

    [Fact]
    public void OneDeviceWithoutRoomIsEnough()
    {
        var other = rig.OpenAttached();
        rig.Offer(3);
        Assert.True(HasRoom);
        Assert.Equal(Errno.OK, other.LendHold(out var loan));
        rig.Offer(2);
        Assert.False(HasRoom);
        loan!.Consume();
        loan.Dispose();
        Assert.True(HasRoom);
    }

    [Fact] // [SEL-1]
    public async Task AThreadThatSleepsInAWaitIsWokenByTheRotation()
    {
        var reader = Task.Factory.StartNew(
            () => rig.Device.WaitReadable(this, Timeout.InfiniteTimeSpan), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (rig.Device.Describe().State != PeerState.Waiting) await Task.Yield();
        rig.Offer(3);

        Assert.Equal(Errno.OK, await DeviceRig.EndOf(reader));
        Assert.Equal([1u, 2, 3], rig.ReadNumbers());
    }

    [Fact] // [SEL-2]
    public async Task ASleepingWaitEndsWhenItIsCancelledOrItsTimeIsOverOrTheDeviceIsClosed()
    {
        using var cancelled = new CancellationTokenSource();
        var ends = new (Func<Errno> Wait, Action End, Errno Errno)[]
        {
            (() => rig.Device.WaitReadable(this, Timeout.InfiniteTimeSpan, cancelled.Token), cancelled.Cancel, Errno.EINTR),
            (() => rig.Device.WaitReadable(this, TimeSpan.FromSeconds(1)), () => rig.Clock.Advance(TimeSpan.FromSeconds(1)), Errno.EAGAIN),
            (() => rig.Device.WaitReadable(this, Timeout.InfiniteTimeSpan), () => rig.Table.Close(rig.Device), Errno.ENXIO),
        };
        foreach (var (wait, end, errno) in ends)
        {
            var reader = Task.Factory.StartNew(wait, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            // The timer is armed after the wait has begun.
            while (rig.Device.Describe().State != PeerState.Waiting || (errno == Errno.EAGAIN && rig.Clock.ArmedTimerCount == 0)) await Task.Yield();
            end();
            Assert.Equal(errno, await DeviceRig.EndOf(reader));
        }
    }
}
