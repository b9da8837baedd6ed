using Bpf.Engine.Interfaces;
using Bpf.Wire;
using WebCap.Rewind;

namespace WebCap.Interfaces;

/// <summary>An interface as the API shows it.</summary>
/// <param name="Name">What POST /api/devices takes.</param>
/// <param name="Index">The system's interface index; 0 when it has none.</param>
/// <param name="Kind">live, replay or loop.</param>
/// <param name="LinkType">The link-layer header, as capture files number it.</param>
/// <param name="LinkTypeName">The same by its DLT_ name.</param>
/// <param name="Mtu">Bytes; 0 when there is no such limit.</param>
/// <param name="IsUp">Administratively up.</param>
/// <param name="Description">A line for people.</param>
/// <param name="Unavailable">Why it cannot be opened and what would change that; null when it can.</param>
/// <param name="IsPromiscuous">At least one device asks for every frame.</param>
/// <param name="Received">Frames handed to the tap.</param>
/// <param name="ReceivedBytes">Their wire bytes.</param>
/// <param name="KernelDropped">Frames lost in the kernel's ring.</param>
/// <param name="Devices">Devices attached now.</param>
/// <param name="Rewind">What it keeps of the past; null when it keeps nothing.</param>
internal sealed record InterfaceView(
    string Name,
    int Index,
    string Kind,
    int LinkType,
    string LinkTypeName,
    int Mtu,
    bool IsUp,
    string Description,
    string? Unavailable,
    bool IsPromiscuous,
    long Received,
    long ReceivedBytes,
    long KernelDropped,
    int Devices,
    WindowBrief? Rewind)
{
    public static InterfaceView Of(NetworkInterface networkInterface, WindowBrief? rewind)
    {
        var statistics = networkInterface.GetStatistics();
        return new InterfaceView(
            networkInterface.Name,
            networkInterface.Index,
            networkInterface.Kind switch
            {
                InterfaceKind.Live => "live",
                InterfaceKind.Replay => "replay",
                _ => "loop",
            },
            (int)networkInterface.LinkType,
            NameOf(networkInterface.LinkType),
            networkInterface.Mtu,
            networkInterface.IsUp,
            networkInterface.Description,
            networkInterface.Unavailable,
            networkInterface.IsPromiscuous,
            statistics.Received,
            statistics.ReceivedBytes,
            statistics.KernelDropped,
            networkInterface.Tap.DeviceCount,
            rewind);
    }

    private static string NameOf(LinkType linkType) => linkType switch
    {
        Bpf.Wire.LinkType.Null => "NULL",
        Bpf.Wire.LinkType.Ethernet => "EN10MB",
        Bpf.Wire.LinkType.Raw => "RAW",
        Bpf.Wire.LinkType.Loop => "LOOP",
        Bpf.Wire.LinkType.LinuxSll => "LINUX_SLL",
        Bpf.Wire.LinkType.IPv4 => "IPV4",
        Bpf.Wire.LinkType.IPv6 => "IPV6",
        Bpf.Wire.LinkType.LinuxSll2 => "LINUX_SLL2",
        _ => ((int)linkType).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
