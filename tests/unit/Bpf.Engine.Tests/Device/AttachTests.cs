using Bpf.Engine.Device;

namespace Bpf.Engine.Tests.Device;

public sealed class AttachTests
{
    [Fact] // [IF-1]
    public void AnInterfaceThatIsGoneIsEnxioAndAnotherMayStillBeTaken()
    {
        var rig = new DeviceRig(isAttached: false);
        rig.Interface.Disappear();

        Assert.Equal(Errno.ENXIO, rig.Device.SetInterface(DeviceRig.Owner, rig.Interface));
        AssertNeverAttached(rig);
        Assert.Equal(Errno.OK, rig.Device.SetInterface(DeviceRig.Owner, new ScriptedInterface("scripted1")));
    }

    [Theory] // [IF-1]
    [InlineData(Errno.EACCES)]
    [InlineData(Errno.ENOMEM)]
    [InlineData(Errno.ENXIO)]
    public void AFailedAttachLeavesNothingHalfDone(Errno answer)
    {
        var rig = new DeviceRig(isAttached: false);
        rig.Interface.StartAnswer = answer;

        Assert.Equal(answer, rig.Device.SetInterface(DeviceRig.Owner, rig.Interface));
        AssertNeverAttached(rig);
        Assert.Equal(0, rig.Interface.StopCount);
        rig.Interface.StartAnswer = Errno.OK;
        Assert.Equal(Errno.OK, rig.Device.SetInterface(DeviceRig.Owner, rig.Interface));
        rig.Offer(3);
        Assert.Equal([1u, 2, 3], rig.ReadNumbers());
    }

    [Fact] // [IF-1]
    public void OneAttachAnOpenAlsoAfterTheInterfaceIsGone()
    {
        var rig = new DeviceRig();
        var other = new ScriptedInterface("scripted1");

        Assert.Equal(Errno.EINVAL, rig.Device.SetInterface(DeviceRig.Owner, rig.Interface));
        Assert.Equal(Errno.EINVAL, rig.Device.SetInterface(DeviceRig.Owner, other));
        rig.Interface.Disappear();
        Assert.Equal(Errno.EINVAL, rig.Device.SetInterface(DeviceRig.Owner, other));
        Assert.Equal(0, other.StartCount);
    }

    [Fact] // [IF-1]
    public void NamesEndAtFifteenCharacters()
    {
        Assert.Equal("fifteencharacts", new ScriptedInterface("fifteencharacts").Name);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScriptedInterface("sixteencharacter"));
        Assert.Throws<ArgumentException>(() => new ScriptedInterface(""));
    }

    [Fact] // [BUF-1]
    public void BuffersComeWithAttachStayAfterDetachAndGoWithClose()
    {
        var rig = new DeviceRig(isAttached: false);
        var destination = rig.Destination;
        Assert.Equal(Errno.EINVAL, rig.Device.Read(destination).Errno);

        rig.Device.SetInterface(DeviceRig.Owner, rig.Interface);
        Assert.Equal(Errno.EAGAIN, rig.Device.Read(destination).Errno);
        rig.Offer(2);
        rig.Interface.Disappear();
        Assert.Equal(2, rig.Device.GetStatistics().Held);
        rig.Table.Close(rig.Device);
        Assert.Equal(0, rig.Device.GetStatistics().Held);
    }

    [Fact]
    public void TheFirstDeviceStartsTheCaptureAndTheLastStopsIt()
    {
        var rig = new DeviceRig();
        var second = rig.OpenAttached();
        Assert.Equal((1, 0), (rig.Interface.StartCount, rig.Interface.StopCount));

        rig.Table.Close(rig.Device);
        Assert.Equal((1, 0), (rig.Interface.StartCount, rig.Interface.StopCount));
        rig.Table.Close(second);
        Assert.Equal((1, 1), (rig.Interface.StartCount, rig.Interface.StopCount));
        rig.OpenAttached();
        Assert.Equal((2, 1), (rig.Interface.StartCount, rig.Interface.StopCount));
    }

    private static void AssertNeverAttached(DeviceRig rig)
    {
        Assert.Equal(Errno.EINVAL, rig.Device.GetInterface(DeviceRig.Owner, out var networkInterface));
        Assert.Null(networkInterface);
        Assert.Equal(Errno.EINVAL, rig.TryRead());
        Assert.Equal(0, rig.Interface.Tap.DeviceCount);
        Assert.False(rig.Device.Describe().IsInterfaceGone);
        long length = 192;
        Assert.Equal(Errno.OK, rig.Device.SetBufferLength(DeviceRig.Owner, ref length));
    }
}
