using static Bpf.Engine.Filter.Expressions.DisplayFilterFieldKind;

namespace Bpf.Engine.Filter.Expressions;

/// <summary>
/// The names that a display filter uses and a capture filter has a form for. Field names are Wireshark's; protocols that a capture
/// filter does not know stand for the ports that IANA gives them.
/// </summary>
internal static class DisplayFilterNames
{
    /// <summary>Fields by name.</summary>
    public static readonly Dictionary<string, DisplayFilterField> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["frame.len"] = new(Number, "len", ""),
        ["eth.addr"] = new(Ethernet, "ether host", ""),
        ["eth.src"] = new(Ethernet, "ether src", ""),
        ["eth.dst"] = new(Ethernet, "ether dst", ""),
        ["eth.type"] = new(Named, "ether proto", ""),
        ["eth.ig"] = new(Flag, "ether[0] & 1", ""),
        ["eth.dst.ig"] = new(Flag, "ether[0] & 1", ""),
        ["vlan.id"] = new(Shifting, "vlan", "vlan"),
        ["mpls.label"] = new(Shifting, "mpls", "mpls"),
        ["arp.opcode"] = new(Number, "arp[6:2]", "arp"),
        ["arp.src.proto_ipv4"] = new(IPv4, "arp src host", "arp"),
        ["arp.dst.proto_ipv4"] = new(IPv4, "arp dst host", "arp"),
        ["ip.addr"] = new(IPv4, "host", "ip"),
        ["ip.host"] = new(IPv4, "host", "ip"),
        ["ip.src"] = new(IPv4, "src host", "ip"),
        ["ip.src_host"] = new(IPv4, "src host", "ip"),
        ["ip.dst"] = new(IPv4, "dst host", "ip"),
        ["ip.dst_host"] = new(IPv4, "dst host", "ip"),
        ["ip.proto"] = new(Named, "ip proto", "ip"),
        ["ip.hdr_len"] = new(Number, "(ip[0] & 0xf) * 4", "ip"),
        ["ip.dsfield"] = new(Number, "ip[1]", "ip"),
        ["ip.dsfield.dscp"] = new(Number, "ip[1] >> 2", "ip"),
        ["ip.dsfield.ecn"] = new(Number, "ip[1] & 3", "ip"),
        ["ip.tos"] = new(Number, "ip[1]", "ip"),
        ["ip.len"] = new(Number, "ip[2:2]", "ip"),
        ["ip.id"] = new(Number, "ip[4:2]", "ip"),
        ["ip.flags.df"] = new(Flag, "ip[6] & 0x40", "ip"),
        ["ip.flags.mf"] = new(Flag, "ip[6] & 0x20", "ip"),
        ["ip.ttl"] = new(Number, "ip[8]", "ip"),
        ["ip.checksum"] = new(Number, "ip[10:2]", "ip"),
        ["ipv6.addr"] = new(IPv6, "host", "ip6"),
        ["ipv6.host"] = new(IPv6, "host", "ip6"),
        ["ipv6.src"] = new(IPv6, "src host", "ip6"),
        ["ipv6.dst"] = new(IPv6, "dst host", "ip6"),
        ["ipv6.nxt"] = new(Named, "ip6 proto", "ip6"),
        ["ipv6.plen"] = new(Number, "ip6[4:2]", "ip6"),
        ["ipv6.hlim"] = new(Number, "ip6[7]", "ip6"),
        ["icmp.type"] = new(Number, "icmp[icmptype]", "icmp"),
        ["icmp.code"] = new(Number, "icmp[icmpcode]", "icmp"),
        ["icmpv6.type"] = new(Number, "icmp6[icmp6type]", "icmp6"),
        ["icmpv6.code"] = new(Number, "icmp6[icmp6code]", "icmp6"),
        ["tcp.port"] = new(Port, "tcp port", "tcp"),
        ["tcp.srcport"] = new(Port, "tcp src port", "tcp"),
        ["tcp.dstport"] = new(Port, "tcp dst port", "tcp"),
        ["tcp.seq_raw"] = new(Number, "tcp[4:4]", "tcp"),
        ["tcp.ack_raw"] = new(Number, "tcp[8:4]", "tcp"),
        ["tcp.hdr_len"] = new(Number, "(tcp[12] >> 4) * 4", "tcp"),
        ["tcp.flags"] = new(Number, "tcp[12:2] & 0xfff", "tcp"),
        ["tcp.flags.fin"] = new(Flag, "tcp[tcpflags] & tcp-fin", "tcp"),
        ["tcp.flags.syn"] = new(Flag, "tcp[tcpflags] & tcp-syn", "tcp"),
        ["tcp.flags.reset"] = new(Flag, "tcp[tcpflags] & tcp-rst", "tcp"),
        ["tcp.flags.push"] = new(Flag, "tcp[tcpflags] & tcp-push", "tcp"),
        ["tcp.flags.ack"] = new(Flag, "tcp[tcpflags] & tcp-ack", "tcp"),
        ["tcp.flags.urg"] = new(Flag, "tcp[tcpflags] & tcp-urg", "tcp"),
        ["tcp.flags.ece"] = new(Flag, "tcp[tcpflags] & 0x40", "tcp"),
        ["tcp.flags.cwr"] = new(Flag, "tcp[tcpflags] & 0x80", "tcp"),
        ["tcp.window_size_value"] = new(Number, "tcp[14:2]", "tcp"),
        ["tcp.urgent_pointer"] = new(Number, "tcp[18:2]", "tcp"),
        ["udp.port"] = new(Port, "udp port", "udp"),
        ["udp.srcport"] = new(Port, "udp src port", "udp"),
        ["udp.dstport"] = new(Port, "udp dst port", "udp"),
        ["udp.length"] = new(Number, "udp[4:2]", "udp"),
        ["sctp.port"] = new(Port, "sctp port", "sctp"),
        ["sctp.srcport"] = new(Port, "sctp src port", "sctp"),
        ["sctp.dstport"] = new(Port, "sctp dst port", "sctp"),
    };

    /// <summary>Protocols by name.</summary>
    public static readonly Dictionary<string, DisplayFilterTerm> Protocols = Build();

    private static Dictionary<string, DisplayFilterTerm> Build()
    {
        var protocols = new Dictionary<string, DisplayFilterTerm>(StringComparer.OrdinalIgnoreCase)
        {
            ["ipv6"] = new("ip6"),
            ["icmpv6"] = new("icmp6"),
            ["vlan"] = new("vlan", ShiftsOffsets: true),
            ["mpls"] = new("mpls", ShiftsOffsets: true),
            ["lldp"] = new("ether proto 0x88cc"),
            ["eapol"] = new("ether proto 0x888e"),
            ["slow"] = new("ether proto 0x8809"),
            ["lacp"] = new("ether proto 0x8809"),
            ["ospf"] = new("ip proto 89"),
            ["gre"] = new("ip proto 47"),
        };
        foreach (var same in "ip arp rarp icmp igmp tcp udp sctp ah esp vrrp pim stp".Split(' ')) protocols[same] = new(same);
        foreach (var (name, form) in new (string, string)[]
        {
            ("dns", "port 53"), ("mdns", "udp port 5353"), ("llmnr", "udp port 5355"), ("nbns", "udp port 137"), ("ssdp", "udp port 1900"),
            ("http", "tcp port 80"), ("http2", "tcp port 443"), ("tls", "tcp port 443"), ("ssl", "tcp port 443"), ("https", "tcp port 443"),
            ("quic", "udp port 443"), ("http3", "udp port 443"), ("ntp", "udp port 123"), ("ssh", "tcp port 22"), ("telnet", "tcp port 23"),
            ("smtp", "tcp port 25"), ("pop", "tcp port 110"), ("imap", "tcp port 143"), ("ldap", "port 389"), ("smb", "tcp port 445"),
            ("smb2", "tcp port 445"), ("rdp", "port 3389"), ("syslog", "udp port 514"), ("tftp", "udp port 69"), ("kerberos", "port 88"),
            ("sip", "port 5060"), ("radius", "udp portrange 1812-1813"), ("isakmp", "udp port 500"), ("rip", "udp port 520"),
            ("bgp", "tcp port 179"), ("mqtt", "tcp port 1883"), ("modbus", "tcp port 502"), ("vxlan", "udp port 4789"),
            ("wg", "udp port 51820"), ("ftp", "tcp portrange 20-21"), ("snmp", "udp portrange 161-162"), ("dhcp", "udp portrange 67-68"),
            ("bootp", "udp portrange 67-68"), ("dhcpv6", "udp portrange 546-547"),
        }) protocols[name] = new(form);
        return protocols;
    }
}
