using Bpf.Engine.Interfaces;

namespace Bpf.Engine.Device.Ioctl;

/// <summary>One request on its way to its handler.</summary>
/// <param name="Device">Whose request it is.</param>
/// <param name="Caller">Who makes it.</param>
/// <param name="Argument">Of the request's kind; null where it takes none, and where a capacity is left out.</param>
/// <param name="FindInterface">The interface of a name, for BIOCSETIF.</param>
internal sealed record IoctlCall(BpfDevice Device, DeviceOwner Caller, IoctlValue? Argument, Func<string, NetworkInterface?> FindInterface)
{
    public long Number => ((IoctlValue.Number)Argument!).Value;

    public bool Flag => Number != 0;

    public IoctlValue.Time Time => (IoctlValue.Time)Argument!;
}
