using Bpf.Engine.Interop;
using Bpf.Wire;

namespace Bpf.Engine.Interfaces;

/// <summary>What follows from the framing.</summary>
internal static class LinkFramingRules
{
    /// <summary>
    /// By the interface's ARPHRD number. Cooked is for every kind that is not known to start with Ethernet or IP: of those the kernel
    /// does not promise that frames out and frames in have the same header, and the cooked header is right for all of them.
    /// </summary>
    public static LinkFraming Of(ushort hardwareType) => hardwareType switch
    {
        Libc.HardwareEthernet => LinkFraming.Ethernet,
        Libc.HardwareLoopback => LinkFraming.Loopback,
        Libc.HardwareNone or Libc.HardwareRawIp or Libc.HardwareTunnel or Libc.HardwareTunnel6 or Libc.HardwareSit => LinkFraming.Raw,
        _ => LinkFraming.Cooked,
    };

    public static LinkType ToLinkType(this LinkFraming framing) => framing switch
    {
        LinkFraming.Ethernet or LinkFraming.Loopback => LinkType.Ethernet,
        LinkFraming.Raw => LinkType.Raw,
        _ => LinkType.LinuxSll2,
    };
}
