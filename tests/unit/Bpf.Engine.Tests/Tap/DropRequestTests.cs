using Bpf.Engine.Device;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Tap;

public sealed class DropRequestTests
{
    [Theory] // [TAP-3], [IOCTL-3]
    [InlineData(FilterDrop.Pass, 0, 1)]
    [InlineData(FilterDrop.CaptureAndDrop, 1, 1)]
    [InlineData(FilterDrop.DropOnly, 1, 0)]
    public void AMatchAsksForTheDropAsTheDeviceSays(FilterDrop mode, int expectedResult, int expectedCaptured)
    {
        var rig = new DeviceRig();
        rig.Device.SetFilterDrop(DeviceRig.Owner, mode);

        Assert.Equal(expectedResult, Tap(rig));
        Assert.Equal((1, expectedCaptured), (rig.Device.GetStatistics().Received, rig.Device.GetStatistics().Captured));
    }

    [Theory] // [TAP-3]
    [InlineData(FilterDrop.CaptureAndDrop)]
    [InlineData(FilterDrop.DropOnly)]
    public void AFrameThatTheFilterRejectsIsNotAskedFor(FilterDrop mode)
    {
        var rig = new DeviceRig();
        rig.Device.SetFilterDrop(DeviceRig.Owner, mode);
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Answer(0));

        Assert.Equal(0, Tap(rig));
    }

    [Fact] // [TAP-3]
    public void ADirectionThatIsIgnoredIsNotAskedFor()
    {
        var rig = new DeviceRig();
        rig.Device.SetFilterDrop(DeviceRig.Owner, FilterDrop.CaptureAndDrop);
        rig.Device.SetIgnoredDirections(DeviceRig.Owner, FrameDirection.In);

        Assert.Equal(0, Tap(rig));
    }

    [Fact] // [TAP-3]
    public void OneDeviceIsEnoughWhereverItStands()
    {
        var rig = new DeviceRig();
        var second = rig.OpenAttached();
        rig.OpenAttached();
        second.SetFilterDrop(DeviceRig.Owner, FilterDrop.CaptureAndDrop);

        Assert.Equal(1, Tap(rig));
        Assert.All(rig.Table.List(), device => Assert.Equal(1, device.GetStatistics().Captured));
    }

    [Fact] // [TAP-3]
    public void TheDropIsAskedForEvenWhenTheCaptureFindsNoRoom()
    {
        var rig = new DeviceRig();
        rig.Device.SetFilterDrop(DeviceRig.Owner, FilterDrop.CaptureAndDrop);
        for (var i = 0; i < 6; i++) Assert.Equal(1, Tap(rig));

        Assert.Equal(1, Tap(rig));
        Assert.Equal(1, rig.Device.GetStatistics().Dropped);
    }

    private static int Tap(DeviceRig rig) =>
        rig.Interface.Tap.Tap(new Frame { Bytes = rig.Frame(), WireLength = DeviceRig.FrameBytes, Direction = FrameDirection.In });
}
