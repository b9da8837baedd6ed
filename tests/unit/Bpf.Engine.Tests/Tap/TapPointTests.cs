using Bpf.Engine.Tap;

namespace Bpf.Engine.Tests.Tap;

public sealed class TapPointTests
{
    [Fact]
    public void OnlyTheLastDeviceOffIsToldSo()
    {
        var rig = new DeviceRig();
        var second = rig.OpenAttached();

        Assert.False(rig.Interface.Tap.RemoveLast(rig.Device));
        Assert.False(rig.Interface.Tap.RemoveLast(rig.Device));
        Assert.True(rig.Interface.Tap.RemoveLast(second));
    }

    [Fact] // [IF-2]: the list is empty because the interface took it, whose capture thread ends by itself and must not be waited for.
    public void NobodyIsTheLastOffATapThatWasClosed()
    {
        var rig = new DeviceRig();
        var second = rig.OpenAttached();
        Assert.False(rig.Interface.Tap.RemoveLast(rig.Device));
        Assert.Equal([second], rig.Interface.Tap.Close());

        Assert.False(rig.Interface.Tap.RemoveLast(second));
        Assert.False(rig.Interface.Tap.RemoveLast(rig.Device));
        Assert.True(rig.Interface.Tap.IsClosed);
    }

    [Fact] // [TAP-2]: a device that comes while a session is open is part of the next one.
    public void ASessionKeepsTheDevicesItBeganWith()
    {
        var rig = new DeviceRig();
        TapSession session = rig.Interface.Tap.Begin();
        var second = rig.OpenAttached();
        rig.OfferIn(session, 2);
        session.Dispose();
        rig.Offer(1);

        Assert.Equal((3, 1), (rig.Device.GetStatistics().Received, second.GetStatistics().Received));
    }
}
