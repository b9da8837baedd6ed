using Bpf.Engine.Device;

namespace Bpf.Engine.Tests.Device;

public sealed class LockTests
{
    // What only reads state, what flushes, and the lock itself.
    private static readonly string[] Allowed = ["BIOCGETIF", "BIOCFLUSH", "BIOCGSTATS", "FIONREAD", "BIOCLOCK"];

    public static TheoryData<string> Names => [.. Requests.All.Select(request => request.Name)];

    [Theory] // [IOCTL-3]
    [MemberData(nameof(Names))]
    public void ALockedDeviceAnswersAndFlushesAndRefusesTheRest(string name)
    {
        var rig = new DeviceRig();
        rig.Offer(2);
        Assert.Equal(Errno.OK, rig.Device.SetLocked(DeviceRig.Owner));
        var before = rig.Device.Describe();

        var errno = Requests.All.Single(request => request.Name == name).Send(rig.Device, DeviceRig.Owner, rig.Interface);
        Assert.Equal(Allowed.Contains(name) ? Errno.OK : Errno.EPERM, errno);
        if (errno == Errno.EPERM) Assert.Equal(before, rig.Device.Describe());
    }

    [Fact] // [IOCTL-3]
    public void ALockedDeviceIsReadAndLent()
    {
        var rig = new DeviceRig();
        rig.Device.SetLocked(DeviceRig.Owner);
        rig.Offer(4);

        Assert.True(rig.Device.Describe().IsLocked);
        Assert.Equal([1u, 2, 3], rig.ReadNumbers());
        Assert.Equal(Errno.OK, rig.Device.LendHold(out var loan));
        loan!.Dispose();
    }

    [Fact] // [IOCTL-3]: only reading is left, so nothing goes out either.
    public void ALockedDeviceWritesNothing()
    {
        var rig = new DeviceRig();
        rig.Device.SetLocked(DeviceRig.Owner);

        Assert.Equal(Errno.EPERM, rig.Device.Write(rig.Frame(), out _));
        Assert.Empty(rig.Interface.Sent);
    }

    [Fact] // [IOCTL-3], [OPEN-3]
    public void TheLockEndsWithTheClose()
    {
        var rig = new DeviceRig();
        rig.Device.SetLocked(DeviceRig.Owner);
        rig.Table.Close(rig.Device);

        Assert.False(rig.Open().Describe().IsLocked);
    }
}
