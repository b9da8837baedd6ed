using Bpf.Engine.Device;
using Bpf.Engine.Device.Ioctl;

namespace Bpf.Engine.Tests.Device.Ioctl;

/// <summary>A device that is asked by the names of requests. The catalogue has its one interface.</summary>
internal sealed class IoctlRig(bool isAttached = true, DeviceLimits? limits = null)
{
    public DeviceRig Rig { get; } = new(isAttached: isAttached, limits: limits);

    public BpfDevice Device => Rig.Device;

    public IoctlResult Send(string name, IoctlValue? argument = null, DeviceOwner? caller = null) =>
        IoctlRequest.Send(Device, caller ?? DeviceRig.Owner, name, argument, asked => asked == Rig.Interface.Name ? Rig.Interface : null);

    public IoctlResult Send(string name, long number) => Send(name, new IoctlValue.Number(number));

    /// <summary>The number that a request must answer.</summary>
    public long Number(string name) => Assert.IsType<IoctlValue.Number>(Answer(name)).Value;

    public IoctlValue Answer(string name, IoctlValue? argument = null)
    {
        var result = Send(name, argument);
        Assert.Equal(Errno.OK, result.Errno);
        return result.Value!;
    }
}
