using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Arp;

/// <summary>The four addresses of an ARP packet as text. The caller has checked that all of their bytes are there.</summary>
internal readonly struct ArpAddresses
{
    internal ArpAddresses(ref Pass pass, int at, int hardwareSize, int protocolSize)
    {
        HardwareSize = hardwareSize;
        ProtocolSize = protocolSize;
        IsEthernet = pass.U16(at) == 1 && hardwareSize == 6;
        IsIPv4 = pass.U16(at + 2) == Ethernet.EtherType.IPv4 && protocolSize == 4;
        var place = at + 8;
        SenderHardware = AddressText.Mac(pass.Frame.Slice(place, hardwareSize));
        place += hardwareSize;
        SenderProtocol = ProtocolText(ref pass, place);
        IsProbe = IsIPv4 && pass.U32(place) == 0;
        place += protocolSize;
        TargetHardware = AddressText.Mac(pass.Frame.Slice(place, hardwareSize));
        TargetProtocol = ProtocolText(ref pass, place + hardwareSize);
    }

    internal int HardwareSize { get; }

    internal int ProtocolSize { get; }

    internal bool IsEthernet { get; }

    internal bool IsIPv4 { get; }

    /// <summary>The sender has no address yet (RFC 5227).</summary>
    internal bool IsProbe { get; }

    internal string SenderHardware { get; }

    internal string SenderProtocol { get; }

    internal string TargetHardware { get; }

    internal string TargetProtocol { get; }

    private string ProtocolText(ref Pass pass, int offset)
    {
        var bytes = pass.Frame.Slice(offset, ProtocolSize);
        return IsIPv4 ? AddressText.IPv4(bytes) : Hex.Bytes(bytes);
    }
}
