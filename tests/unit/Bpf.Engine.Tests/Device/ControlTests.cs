using Bpf.Engine.Device;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Device;

public sealed class ControlTests
{
    public static TheoryData<string> Names => [.. Requests.All.Select(request => request.Name)];

    [Theory] // [IOCTL-1], [OPEN-4]
    [MemberData(nameof(Names))]
    public async Task WhileAReadIsPendingTheRequestIsEioAndChangesNothing(string name)
    {
        var rig = new DeviceRig();
        rig.Offer(2);
        var read = rig.StartRead();
        var before = rig.Device.Describe();
        var send = Requests.All.Single(request => request.Name == name).Send;

        Assert.Equal(Errno.EIO, send(rig.Device, new DeviceOwner("mallory"), rig.Interface));
        Assert.Equal(before, rig.Device.Describe());
        rig.Offer(1);
        Assert.Equal(new ReadResult(Errno.OK, 144, 3), await DeviceRig.EndOf(read));
    }

    public static TheoryData<string> Refusable => OpenTests.RefusedRequests;

    [Theory] // [IOCTL-1]: before the argument is looked at.
    [MemberData(nameof(Refusable))]
    public async Task WhileAReadIsPendingABadRequestIsEioToo(string name)
    {
        var rig = new DeviceRig(limits: new DeviceLimits { MaxInstructions = 1 });
        var read = rig.StartRead();

        Assert.Equal(Errno.EIO, Requests.SendBad(name, rig, new DeviceOwner("mallory")));
        Assert.Equal(DeviceRig.Owner, rig.Device.Describe().Owner);
        rig.Offer(3);
        Assert.Equal(Errno.OK, (await DeviceRig.EndOf(read)).Errno);
    }

    [Fact] // [IOCTL-1]
    public async Task OnceTheReadIsOverRequestsWorkAgain()
    {
        var rig = new DeviceRig();
        var read = rig.StartRead();
        rig.Offer(3);
        await DeviceRig.EndOf(read);

        Assert.Equal(Errno.OK, rig.Device.Flush(DeviceRig.Owner));
    }

    [Theory] // [IOCTL-4]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 1000, 1)]
    [InlineData(0, 1001, 2)]
    [InlineData(0, 999_999, 1000)]
    [InlineData(1, 500_000, 1500)]
    [InlineData(2_147_483, 647_000, int.MaxValue)]
    public void TimeoutsAreKeptRoundedUpToAMillisecond(long seconds, long microseconds, long expectedMs)
    {
        var rig = new DeviceRig();

        Assert.Equal(Errno.OK, rig.Device.SetReadTimeout(DeviceRig.Owner, seconds, microseconds));
        Assert.Equal(expectedMs, rig.Device.Describe().ReadTimeoutMs);
    }

    [Theory] // [IOCTL-4]
    [InlineData(-1, 0, Errno.EINVAL)]
    [InlineData(0, -1, Errno.EINVAL)]
    [InlineData(0, 1_000_000, Errno.EINVAL)]
    [InlineData(long.MaxValue, 1_000_000, Errno.EINVAL)]
    [InlineData(long.MinValue, 0, Errno.EINVAL)]
    [InlineData(2_147_483, 647_001, Errno.EDOM)]
    [InlineData(2_147_484, 0, Errno.EDOM)]
    [InlineData(long.MaxValue, 999_999, Errno.EDOM)]
    public void ATimeoutThatCannotBeIsRefusedAndTheOldOneStays(long seconds, long microseconds, Errno expected)
    {
        var rig = new DeviceRig();
        rig.Device.SetReadTimeout(DeviceRig.Owner, 3, 0);

        Assert.Equal(expected, rig.Device.SetReadTimeout(DeviceRig.Owner, seconds, microseconds));
        Assert.Equal(3000, rig.Device.Describe().ReadTimeoutMs);
    }

    [Fact] // [IOCTL-4]
    public void AFailedRequestChangesNothing()
    {
        var rig = new DeviceRig();
        rig.Device.SetIgnoredDirections(DeviceRig.Owner, FrameDirection.Out);
        rig.Device.SetTimestampFormat(DeviceRig.Owner, TimestampFormat.Nanoseconds);
        var before = rig.Device.Describe();
        foreach (var request in OpenTests.RefusedRequests.Where(request => request != "BIOCSETF"))
            Assert.Equal(Errno.EINVAL, Requests.SendBad(request, rig, DeviceRig.Owner));

        Assert.Equal(before, rig.Device.Describe());
    }

    [Fact] // [IOCTL-2]
    public void FlagsAreKeptAndShown()
    {
        var rig = new DeviceRig();
        rig.Device.SetImmediate(DeviceRig.Owner, true);
        rig.Device.SetSeeSent(DeviceRig.Owner, false);
        rig.Device.SetIgnoredDirections(DeviceRig.Owner, FrameDirection.In);
        rig.Device.SetTimestampFormat(DeviceRig.Owner, TimestampFormat.Nanoseconds);

        var peer = rig.Device.Describe();
        Assert.True(peer is { IsImmediate: true, SeesSent: false, IgnoredDirections: FrameDirection.In, TimestampFormat: TimestampFormat.Nanoseconds });
        Assert.Equal(TimestampFormat.Nanoseconds, rig.Device.TimestampFormat);
        rig.Device.SetImmediate(DeviceRig.Owner, false);
        rig.Device.SetSeeSent(DeviceRig.Owner, true);
        Assert.True(rig.Device.Describe() is { IsImmediate: false, SeesSent: true });
    }

    [Fact] // [IOCTL-2]
    public void GetInterfaceNamesTheInterface()
    {
        var rig = new DeviceRig(isAttached: false);
        Assert.Equal(Errno.EINVAL, rig.Device.GetInterface(DeviceRig.Owner, out _));
        rig.Device.SetInterface(DeviceRig.Owner, rig.Interface);

        Assert.Equal(Errno.OK, rig.Device.GetInterface(DeviceRig.Owner, out var networkInterface));
        Assert.Same(rig.Interface, networkInterface);
    }
}
