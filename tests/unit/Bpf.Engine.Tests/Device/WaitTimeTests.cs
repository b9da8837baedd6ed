using Bpf.Engine.Device;

namespace Bpf.Engine.Tests.Device;

// OpenBSD's wait timeout [IOCTL-3].
public sealed class WaitTimeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly DeviceRig rig = new();

    [Fact]
    public async Task TheStoreBufferBecomesReadableSoLongAfterItsFirstRecord()
    {
        rig.Device.SetWaitTimeout(DeviceRig.Owner, 2, 0);
        var read = rig.StartRead();
        rig.Clock.Advance(10 * Second);
        rig.Offer(1);
        rig.Clock.Advance(Second);
        rig.Offer(1);
        rig.Clock.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.False(read.IsCompleted);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(new ReadResult(Errno.OK, 96, 2), await DeviceRig.EndOf(read));
        Assert.Equal(0, rig.Clock.ArmedTimerCount);
    }

    [Fact] // [SEL-1]
    public async Task TheWaiterIsWokenAndFindsWhatThereIs()
    {
        rig.Device.SetWaitTimeout(DeviceRig.Owner, 1, 0);
        var wait = rig.StartWait(this);
        rig.Offer(1);
        Assert.False(rig.Device.IsReadable);
        rig.Clock.Advance(Second);

        Assert.Equal(Errno.OK, await DeviceRig.EndOf(wait));
        Assert.Equal(Errno.OK, rig.Device.GetReadableBytes(DeviceRig.Owner, out var readable));
        Assert.Equal(DeviceRig.RecordBytes, readable);
        Assert.Equal(1, (await DeviceRig.EndOf(rig.StartRead())).RecordCount);
    }

    [Fact]
    public void EachFillingOfStoreHasATimeOfItsOwn()
    {
        rig.Device.SetWaitTimeout(DeviceRig.Owner, 1, 0);
        rig.Offer(1);
        rig.Clock.Advance(Second);
        Assert.True(rig.Device.IsReadable);
        rig.ReadNumbers();
        rig.Offer(1);

        Assert.False(rig.Device.IsReadable);
        rig.Clock.Advance(Second / 2);
        rig.Device.Flush(DeviceRig.Owner);
        rig.Offer(1);
        rig.Clock.Advance(Second / 2);
        Assert.False(rig.Device.IsReadable);
        rig.Clock.Advance(Second / 2);
        Assert.True(rig.Device.IsReadable);
    }

    [Fact]
    public void AFullBufferDoesNotWait()
    {
        rig.Device.SetWaitTimeout(DeviceRig.Owner, 1, 0);
        rig.Offer(3);

        Assert.True(rig.Device.IsReadable);
    }

    [Fact]
    public async Task AWaitOfNothingIsImmediate()
    {
        rig.Device.SetWaitTimeout(DeviceRig.Owner, 0, 0);
        var read = rig.StartRead();
        rig.Offer(1);

        Assert.Equal(1, (await DeviceRig.EndOf(read)).RecordCount);
    }

    [Fact]
    public async Task RecordsThatLieThereHaveTheirTimeFromTheRequestOn()
    {
        rig.Offer(1);
        rig.Device.SetWaitTimeout(DeviceRig.Owner, 1, 0);
        var read = rig.StartRead();
        Assert.False(read.IsCompleted);
        rig.Clock.Advance(Second);

        Assert.Equal(1, (await DeviceRig.EndOf(read)).RecordCount);
    }

    [Fact]
    public void WithoutAWaitTimeoutOnlyAFullBufferIsReadable()
    {
        rig.Device.SetWaitTimeout(DeviceRig.Owner, 1, 0);
        rig.Offer(1);
        Assert.Equal(Errno.OK, rig.Device.ClearWaitTimeout(DeviceRig.Owner));
        rig.Clock.Advance(10 * Second);

        Assert.False(rig.Device.IsReadable);
        Assert.Null(rig.Device.Describe().WaitTimeoutMs);
        Assert.Equal(0, rig.Clock.ArmedTimerCount);
    }

    [Fact] // [OPEN-5]
    public void CloseLeavesNoTimer()
    {
        rig.Device.SetWaitTimeout(DeviceRig.Owner, 1, 0);
        rig.Offer(1);
        rig.Table.Close(rig.Device);

        Assert.Equal(0, rig.Clock.ArmedTimerCount);
        rig.Clock.Advance(10 * Second);
    }

    [Theory] // [IOCTL-4]
    [InlineData(0, 1, 1)]
    [InlineData(1, 500_000, 1500)]
    public void ItIsKeptRoundedUpToAMillisecond(long seconds, long microseconds, long expectedMs)
    {
        Assert.Equal(Errno.OK, rig.Device.SetWaitTimeout(DeviceRig.Owner, seconds, microseconds));
        Assert.Equal(expectedMs, rig.Device.Describe().WaitTimeoutMs);
        Assert.Equal(Errno.EINVAL, rig.Device.SetWaitTimeout(DeviceRig.Owner, -1, 0));
        Assert.Equal(Errno.EDOM, rig.Device.SetWaitTimeout(DeviceRig.Owner, long.MaxValue, 0));
        Assert.Equal(expectedMs, rig.Device.Describe().WaitTimeoutMs);
    }
}
