using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Icmp;
using Packet.Dissect.Icmpv6;
using Packet.Dissect.Ipv6;
using Packet.Dissect.Tcp;
using Packet.Dissect.Text;
using Packet.Dissect.Udp;

namespace Packet.Dissect.Ipv4;

/// <summary>IP protocol numbers: their names and the layer that each starts. Shared by IPv4 and IPv6.</summary>
internal static class IpProtocol
{
    internal const byte HopByHop = 0;
    internal const byte Icmp = 1;
    internal const byte IpInIp = 4;
    internal const byte Tcp = 6;
    internal const byte Udp = 17;
    internal const byte Ipv6InIp = 41;
    internal const byte Routing = 43;
    internal const byte Fragment = 44;
    internal const byte Esp = 50;
    internal const byte Authentication = 51;
    internal const byte Icmpv6 = 58;
    internal const byte NoNextHeader = 59;
    internal const byte DestinationOptions = 60;
    internal const byte UdpLite = 136;

    internal static void Dissect(ref Pass pass, byte protocol, View view)
    {
        if (!pass.TryEnter()) return;
        switch (protocol)
        {
            case Icmp: IcmpLayer.Dissect(ref pass, view); break;
            case IpInIp: Ipv4Layer.Dissect(ref pass, view); break;
            case Tcp: TcpLayer.Dissect(ref pass, view); break;
            case Udp: UdpLayer.Dissect(ref pass, view); break;
            case Ipv6InIp: Ipv6Layer.Dissect(ref pass, view); break;
            case Esp: DissectEsp(ref pass, view); break;
            case Icmpv6: Icmpv6Layer.Dissect(ref pass, view); break;
            default: DissectUnknown(ref pass, protocol, view); break;
        }

        pass.Leave();
    }

    internal static string NameOf(byte protocol) => protocol switch
    {
        HopByHop => "IPv6 Hop-by-Hop Option",
        Icmp => "ICMP",
        2 => "IGMP",
        3 => "GGP",
        IpInIp => "IPIP",
        5 => "Stream",
        Tcp => "TCP",
        8 => "EGP",
        9 => "IGRP",
        Udp => "UDP",
        27 => "RDP",
        33 => "DCCP",
        Ipv6InIp => "IPv6",
        Routing => "Routing Header for IPv6",
        Fragment => "Fragment Header for IPv6",
        46 => "RSVP",
        47 => "Generic Routing Encapsulation",
        Esp => "Encap Security Payload",
        Authentication => "Authentication Header",
        55 => "IP Mobility",
        Icmpv6 => "ICMPv6",
        NoNextHeader => "No Next Header for IPv6",
        DestinationOptions => "Destination Options for IPv6",
        61 => "any host internal protocol",
        63 => "any local network",
        68 => "any distributed file system",
        88 => "EIGRP",
        89 => "OSPF IGP",
        94 => "IPIP",
        97 => "Ethernet-in-IP Encapsulation",
        99 => "any private encryption scheme",
        103 => "PIM",
        108 => "IPComp",
        112 => "VRRP",
        114 => "any 0-hop protocol",
        115 => "Layer 2 Tunneling",
        132 => "SCTP",
        135 => "Mobile IPv6",
        136 => "UDPlite",
        137 => "MPLS-in-IP",
        139 => "Host Identity Protocol",
        140 => "SHIM6 header",
        142 => "ROHC",
        _ => "Unknown",
    };

    private static void DissectUnknown(ref Pass pass, byte protocol, View view)
    {
        const byte Igmp = 2, Eigrp = 88, Ospf = 89, Vrrp = 112;
        if (protocol is Igmp or Eigrp or Ospf or Vrrp) pass.Facts |= PacketFacts.Routing;
        pass.Info.Clear();
        if (view.Reported == 0) return;
        if (pass.SourceKind == AddressKind.IPv6) pass.Info.Append("Unknown IP Protocol: ");
        pass.Info.Append(NameOf(protocol)).Append(" (").AppendDecimal(protocol).Append(')');
        DataNode.DescribeUndecoded(ref pass, view, protocol is 253 or 254 ? "Experimental protocol" : NameOf(protocol));
    }

    // What follows the index and the sequence number is encrypted.
    private static void DissectEsp(ref Pass pass, View view)
    {
        pass.StartRow("ESP");
        if (!pass.Require(view, 8, "ESP")) return;
        var index = pass.U32(view.Offset);
        pass.Info.Append("ESP (SPI=0x").AppendHex(index, 8).Append(')');
        if (pass.Tree is null) return;
        var root = pass.AddLayer("esp", "Encapsulating Security Payload", view.Offset, view.Captured);
        root.Add("esp.spi", $"ESP SPI: {Hex.Of(index, 8)} ({index})", view.Offset, 4, Hex.Of(index, 8));
        root.Add("esp.sequence", $"ESP Sequence: {pass.U32(view.Offset + 4)}", view.Offset + 4, 4, $"{pass.U32(view.Offset + 4)}");
        root.AddGenerated(null, "[Payload: encrypted]", view.Offset + 8, view.Captured - 8);
    }
}
