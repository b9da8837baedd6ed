using Packet.Dissect.Arp;
using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Ipv4;
using Packet.Dissect.Ipv6;
using Packet.Dissect.Text;

namespace Packet.Dissect.Ethernet;

/// <summary>EtherTypes: their names and the layer that each starts. Shared by every link layer that carries one.</summary>
internal static class EtherType
{
    internal const ushort IPv4 = 0x0800;
    internal const ushort Arp = 0x0806;
    internal const ushort Vlan = 0x8100;
    internal const ushort IPv6 = 0x86dd;
    internal const ushort ProviderVlan = 0x88a8;

    /// <summary>Up to here the field is the length of an LLC frame.</summary>
    internal const ushort MaxLength = 1500;

    internal static void Dissect(ref Pass pass, ushort type, View view)
    {
        if (!pass.TryEnter()) return;
        switch (type)
        {
            case IPv4: Ipv4Layer.Dissect(ref pass, view); break;
            case Arp: ArpLayer.Dissect(ref pass, view); break;
            case IPv6: Ipv6Layer.Dissect(ref pass, view); break;
            case Vlan or ProviderVlan: VlanTag.Dissect(ref pass, type, view); break;
            default: DissectUnknown(ref pass, type, view); break;
        }

        pass.Leave();
    }

    internal static bool IsDecoded(ushort type) => type is IPv4 or Arp or IPv6 or Vlan or ProviderVlan;

    internal static string Describe(ushort type) => $"{NameOf(type)} ({Hex.Of(type, 4)})";

    internal static string NameOf(ushort type) => type switch
    {
        IPv4 => "IPv4",
        Arp => "ARP",
        0x0842 => "Wake on LAN",
        0x22f0 => "AVB Transport Protocol",
        0x2000 => "CDP",
        0x8035 => "RARP",
        0x809b => "AppleTalk LLAP bridging",
        Vlan => "802.1Q Virtual LAN",
        0x8137 => "Netware IPX/SPX",
        IPv6 => "IPv6",
        0x8808 => "MAC Control",
        0x8809 => "Slow Protocols",
        0x8847 => "MPLS label switched packet",
        0x8848 => "MPLS multicast label switched packet",
        0x8863 => "PPPoE Discovery",
        0x8864 => "PPPoE Session",
        0x888e => "802.1X Authentication",
        ProviderVlan => "802.1ad Provider Bridge (Q-in-Q)",
        0x88b7 => "IEEE 802a OUI Extended Ethertype",
        0x88cc => "802.1 Link Layer Discovery Protocol (LLDP)",
        0x88e5 => "802.1AE (MACsec)",
        0x88f7 => "PTPv2 over Ethernet (IEEE1588)",
        0x9000 => "Loopback",
        _ => "Unknown",
    };

    // The row keeps the text of the layer outside, as Wireshark's does.
    private static void DissectUnknown(ref Pass pass, ushort type, View view)
    {
        pass.Protocol = Hex.Of(type, 4);
        DataNode.DescribeUndecoded(ref pass, view, NameOf(type) == "Unknown" ? $"EtherType {Hex.Of(type, 4)}" : NameOf(type));
    }
}
