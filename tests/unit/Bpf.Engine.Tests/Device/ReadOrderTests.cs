using Bpf.Engine.Device;

namespace Bpf.Engine.Tests.Device;

// [READ-1]: each check is shown to come before the ones behind it, by breaking both.
public sealed class ReadOrderTests
{
    [Fact] // [READ-1]
    public async Task APendingReadIsEioBeforeTheSizeIsLookedAt()
    {
        var rig = new DeviceRig();
        var pending = rig.StartRead();

        Assert.Equal(Errno.EIO, rig.Device.Read([]).Errno);
        Assert.Equal(Errno.EIO, (await DeviceRig.EndOf(rig.StartRead([]))).Errno);
        Assert.Equal(Errno.EIO, rig.TryRead());
        Assert.False(pending.IsCompleted);
        rig.Offer(3);
        Assert.Equal(Errno.OK, (await DeviceRig.EndOf(pending)).Errno);
    }

    [Fact] // [READ-1]
    public async Task WithoutBuffersEverySizeIsEinval()
    {
        var rig = new DeviceRig(isAttached: false);

        Assert.Equal(Errno.EINVAL, rig.TryRead());
        Assert.Equal(Errno.EINVAL, rig.Device.Read([]).Errno);
        Assert.Equal(Errno.EINVAL, (await DeviceRig.EndOf(rig.StartRead())).Errno);
    }

    [Theory] // [READ-1]
    [InlineData(0)]
    [InlineData(DeviceRig.ThreeRecords - 1)]
    [InlineData(DeviceRig.ThreeRecords + 1)]
    [InlineData(2 * DeviceRig.ThreeRecords)]
    public async Task ASizeOtherThanTheBuffersIsEinvalAndConsumesNothing(int size)
    {
        var rig = new DeviceRig();
        rig.Offer(4);

        Assert.Equal(Errno.EINVAL, rig.Device.Read(new byte[size]).Errno);
        Assert.Equal(Errno.EINVAL, (await DeviceRig.EndOf(rig.StartRead(new byte[size]))).Errno);
        Assert.Equal([1u, 2, 3], rig.ReadNumbers());
    }

    [Fact] // [READ-1]
    public void TheSizeIsLookedAtBeforeTheInterface()
    {
        var rig = new DeviceRig();
        rig.Interface.Disappear();

        Assert.Equal(Errno.EINVAL, rig.Device.Read(new byte[8]).Errno);
        Assert.Equal(Errno.EIO, rig.TryRead());
    }

    [Fact] // [READ-1]
    public async Task AnInterfaceThatIsGoneIsEioBeforeTheReadWaits()
    {
        var rig = new DeviceRig();
        rig.Device.SetReadTimeout(DeviceRig.Owner, 1, 0);
        rig.Interface.Disappear();

        Assert.Equal(Errno.EIO, (await DeviceRig.EndOf(rig.StartRead())).Errno);
        Assert.Equal(0, rig.Clock.ArmedTimerCount);
    }

    [Fact] // [READ-1], [READ-3]
    public void WithNothingToReadANonBlockingReadIsEagain()
    {
        Assert.Equal(Errno.EAGAIN, new DeviceRig().TryRead());
    }
}
