using Bpf.Engine.Device;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Tap;

public sealed class DirectionTests
{
    [Theory] // [TAP-2]
    [InlineData(FrameDirection.None, true, true, true)]
    [InlineData(FrameDirection.In, true, false, true)]
    [InlineData(FrameDirection.Out, true, true, false)]
    [InlineData(FrameDirection.In | FrameDirection.Out, true, false, false)]
    public void AMaskIgnoresItsDirectionsAndNeverAFrameWithoutOne(FrameDirection mask, bool none, bool received, bool sent)
    {
        var rig = new DeviceRig();
        Assert.Equal(Errno.OK, rig.Device.SetIgnoredDirections(DeviceRig.Owner, mask));

        Assert.Equal((none, received, sent), WhatIsSeen(rig));
    }

    [Theory] // [STAT-3], [TAP-2]
    [InlineData(FrameDirection.None, true, true)]
    [InlineData(FrameDirection.In, true, false)]
    public void WithSeeSentOffTheHostsOwnFramesAreIgnoredToo(FrameDirection mask, bool none, bool received)
    {
        var rig = new DeviceRig();
        rig.Device.SetSeeSent(DeviceRig.Owner, false);
        rig.Device.SetIgnoredDirections(DeviceRig.Owner, mask);

        Assert.Equal((none, received, false), WhatIsSeen(rig));
    }

    [Fact] // [TAP-2]
    public void EveryDeviceSeesTheFrameWhateverTheOthersDoWithIt()
    {
        var rig = new DeviceRig();
        var rejecting = rig.OpenAttached();
        rejecting.SetFilter(DeviceRig.Owner, DeviceRig.Answer(0));
        var dropping = rig.OpenAttached();
        dropping.SetFilterDrop(DeviceRig.Owner, FilterDrop.DropOnly);
        var blind = rig.OpenAttached();
        blind.SetIgnoredDirections(DeviceRig.Owner, FrameDirection.In);
        var last = rig.OpenAttached();
        rig.Offer(3);

        Assert.Equal([3, 3, 3, 0, 3], rig.Table.List().Select(device => device.GetStatistics().Received));
        Assert.Equal([3, 0, 0, 0, 3], rig.Table.List().Select(device => device.GetStatistics().Captured));
        Assert.Equal(3, last.GetStatistics().Held);
    }

    [Fact] // [TAP-2]
    public void TheFrameIsNotModified()
    {
        var rig = new DeviceRig();
        var bytes = rig.Frame(64);
        var before = bytes.ToArray();
        var frame = new Frame { Bytes = bytes, WireLength = 64 };
        rig.Interface.Tap.Tap(in frame);
        rig.Interface.Tap.TapEthernet(frame, new VlanTag(0x8100, 7));
        rig.Interface.Tap.TapHeader([1, 2, 3], frame);
        rig.Interface.Tap.TapAddressFamily(2, frame);

        Assert.Equal(before, bytes);
    }

    [Fact] // [TAP-3]
    public void WithoutADeviceATapIsHarmless()
    {
        var tap = new ScriptedInterface().Tap;
        var frame = new Frame { Bytes = new byte[60], WireLength = 60 };

        Assert.Equal(0, tap.Tap(in frame));
        Assert.Equal(0, tap.TapSegments(frame));
        Assert.Equal(0, tap.TapHeader([1], frame));
        Assert.Equal(0, tap.TapAddressFamily(2, frame));
        Assert.Equal(0, tap.TapEthernet(frame, new VlanTag(0x8100, 7)));
    }

    private static (bool None, bool Received, bool Sent) WhatIsSeen(DeviceRig rig)
    {
        return (Sees(FrameDirection.None), Sees(FrameDirection.In), Sees(FrameDirection.Out));

        bool Sees(FrameDirection direction)
        {
            var before = rig.Device.GetStatistics().Received;
            rig.Offer(1, direction: direction);
            return rig.Device.GetStatistics().Received > before;
        }
    }
}
