namespace Packet.Dissect;

/// <summary>
/// Wireshark's default colouring rules that the decoded protocols can decide, in their order: the first that holds wins.
/// The colours themselves are the viewer's (one style class a rule).
/// </summary>
public enum ColorRule : byte
{
    /// <summary>No rule holds.</summary>
    None,

    /// <summary>A TCP analysis finding other than a window update or a keep-alive.</summary>
    BadTcp,

    /// <summary>ICMP or ICMPv6 error messages.</summary>
    IcmpErrors,

    /// <summary>ARP.</summary>
    Arp,

    /// <summary>ICMP or ICMPv6, errors aside.</summary>
    Icmp,

    /// <summary>TCP with the RST flag.</summary>
    TcpRst,

    /// <summary>An IPv4 time to live that is lower than the destination should see.</summary>
    TtlLowOrUnexpected,

    /// <summary>HTTP, or TCP port 80.</summary>
    Http,

    /// <summary>Routing protocols that the IP protocol number alone names (IGMP, EIGRP, OSPF, VRRP).</summary>
    Routing,

    /// <summary>TCP with SYN or FIN.</summary>
    TcpSynFin,

    /// <summary>Any other TCP.</summary>
    Tcp,

    /// <summary>Any UDP.</summary>
    Udp,

    /// <summary>An Ethernet frame to a group address.</summary>
    Broadcast,
}
