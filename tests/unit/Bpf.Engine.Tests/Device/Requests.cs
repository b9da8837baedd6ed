using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Device;

/// <summary>The requests that the device takes, each once with an argument that it accepts and, where there is one, with one that it does not.</summary>
internal static class Requests
{
    public delegate Errno Send(BpfDevice device, DeviceOwner caller, NetworkInterface networkInterface);

    public static IReadOnlyList<(string Name, Send Send)> All { get; } =
    [
        ("BIOCSBLEN", (device, caller, _) =>
        {
            long length = 4096;
            return device.SetBufferLength(caller, ref length);
        }),
        ("BIOCSETIF", (device, caller, networkInterface) => device.SetInterface(caller, networkInterface)),
        ("BIOCGETIF", (device, caller, _) => device.GetInterface(caller, out var _)),
        ("BIOCSETF", (device, caller, _) => device.SetFilter(caller, null)),
        ("BIOCFLUSH", (device, caller, _) => device.Flush(caller)),
        ("BIOCPROMISC", (device, caller, _) => device.SetPromiscuous(caller)),
        ("BIOCIMMEDIATE", (device, caller, _) => device.SetImmediate(caller, true)),
        ("BIOCSSEESENT", (device, caller, _) => device.SetSeeSent(caller, false)),
        ("BIOCSDIRFILT", (device, caller, _) => device.SetIgnoredDirections(caller, FrameDirection.In)),
        ("BIOCSFILDROP", (device, caller, _) => device.SetFilterDrop(caller, FilterDrop.DropOnly)),
        ("BIOCSTSTAMP", (device, caller, _) => device.SetTimestampFormat(caller, TimestampFormat.Nanoseconds)),
        ("BIOCSRTIMEOUT", (device, caller, _) => device.SetReadTimeout(caller, 1, 0)),
        ("BIOCSETFNR", (device, caller, _) => device.SetFilterWithoutFlush(caller, null)),
        ("BIOCSETWF", (device, caller, _) => device.SetWriteFilter(caller, DeviceRig.Answer(1))),
        ("BIOCSHDRCMPLT", (device, caller, _) => device.SetHeaderComplete(caller, true)),
        ("BIOCSFEEDBACK", (device, caller, _) => device.SetFeedback(caller, true)),
        ("BIOCSDLT", (device, caller, networkInterface) => device.SetLinkType(caller, (long)networkInterface.LinkType)),
        ("BIOCSWTIMEOUT", (device, caller, _) => device.SetWaitTimeout(caller, 1, 0)),
        ("BIOCDWTIMEOUT", (device, caller, _) => device.ClearWaitTimeout(caller)),
        ("BIOCLOCK", (device, caller, _) => device.SetLocked(caller)),
        ("BIOCGSTATS", (device, caller, _) => device.GetState(caller, out var _)),
        ("FIONREAD", (device, caller, _) => device.GetReadableBytes(caller, out var _)),
    ];

    /// <summary>Sends a request that an attached device refuses with EINVAL for what it asks.</summary>
    public static Errno SendBad(string request, DeviceRig rig, DeviceOwner caller)
    {
        switch (request)
        {
            case "BIOCSBLEN":
                long length = 4096;
                return rig.Device.SetBufferLength(caller, ref length);
            case "BIOCSETIF":
                return rig.Device.SetInterface(caller, rig.Interface);
            case "BIOCSRTIMEOUT":
                return rig.Device.SetReadTimeout(caller, -1, 0);
            case "BIOCSDIRFILT":
                return rig.Device.SetIgnoredDirections(caller, (FrameDirection)4);
            case "BIOCSFILDROP":
                return rig.Device.SetFilterDrop(caller, (FilterDrop)3);
            case "BIOCSTSTAMP":
                return rig.Device.SetTimestampFormat(caller, (TimestampFormat)2);
            case "BIOCSWTIMEOUT":
                return rig.Device.SetWaitTimeout(caller, 0, 1_000_000);
            case "BIOCSDLT":
                return rig.Device.SetLinkType(caller, 0);
            case "BIOCSETF":
                var tooLong = DeviceRig.Program(new Instruction(Opcode.CopyAToX, 0, 0, 0), new Instruction(Opcode.Return, 0, 0, 1));
                return rig.Device.SetFilter(caller, tooLong);
            default:
                throw new ArgumentOutOfRangeException(nameof(request), request, null);
        }
    }
}
