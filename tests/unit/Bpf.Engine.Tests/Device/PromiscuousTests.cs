using Bpf.Engine.Device;

namespace Bpf.Engine.Tests.Device;

public sealed class PromiscuousTests
{
    [Fact] // [IF-4]
    public void WithoutAnInterfaceItIsEinval()
    {
        var rig = new DeviceRig(isAttached: false);

        Assert.Equal(Errno.EINVAL, rig.Device.SetPromiscuous(DeviceRig.Owner));
        Assert.False(rig.Device.Describe().IsPromiscuous);
    }

    [Fact] // [IF-4]
    public void EachDeviceHoldsOneReferenceAndTheLastToCloseSwitchesOff()
    {
        var rig = new DeviceRig();
        var second = rig.OpenAttached();
        Assert.Equal(Errno.OK, rig.Device.SetPromiscuous(DeviceRig.Owner));
        Assert.Equal(Errno.OK, rig.Device.SetPromiscuous(DeviceRig.Owner));
        Assert.Equal(Errno.OK, second.SetPromiscuous(DeviceRig.Owner));
        Assert.Equal((true, 1), (rig.Interface.PromiscuousAsked, rig.Interface.PromiscuousChangeCount));

        rig.Table.Close(rig.Device);
        Assert.Equal((true, 1), (rig.Interface.PromiscuousAsked, rig.Interface.PromiscuousChangeCount));
        Assert.True(rig.Interface.IsPromiscuous);
        rig.Table.Close(second);
        Assert.Equal((false, 2), (rig.Interface.PromiscuousAsked, rig.Interface.PromiscuousChangeCount));
        Assert.False(rig.Interface.IsPromiscuous);
    }

    [Fact] // [IF-4]
    public void ARefusalByTheInterfaceTakesNoReference()
    {
        var rig = new DeviceRig();
        rig.Interface.PromiscuousAnswer = Errno.EINVAL;

        Assert.Equal(Errno.EINVAL, rig.Device.SetPromiscuous(DeviceRig.Owner));
        Assert.False(rig.Device.Describe().IsPromiscuous);
        Assert.False(rig.Interface.IsPromiscuous);
        rig.Table.Close(rig.Device);
        Assert.Equal(1, rig.Interface.PromiscuousChangeCount);
    }

    [Fact] // [IF-4]: only close switches it off; the seed keeps the flag when the interface goes.
    public void TheDeviceStaysPromiscuousInThePeersAfterTheInterfaceIsGone()
    {
        var rig = new DeviceRig();
        rig.Device.SetPromiscuous(DeviceRig.Owner);
        rig.Interface.Disappear();

        Assert.True(rig.Device.Describe().IsPromiscuous);
        rig.Table.Close(rig.Device);
        Assert.False(rig.Device.Describe().IsPromiscuous);
    }
}
