using System.Collections.Frozen;

namespace Bpf.Engine.Filter.Expressions;

/// <summary>
/// The words of pcap-filter(7), as libpcap 1.10 scans them; lower case only. A word that a later version added (vxlan, batadv) is left out:
/// a libpcap that does not know it would take it for a host name.
/// </summary>
internal static class ExpressionWords
{
    /// <summary>Words whose next word is a service name.</summary>
    public static readonly FrozenSet<string> Ports = Set("port portrange");

    /// <summary>Words whose next word is the name of a protocol.</summary>
    public static readonly FrozenSet<string> Protocols = Set("proto protochain");

    /// <summary>Words after which a word is a host name.</summary>
    public static readonly FrozenSet<string> Hosts = Set("""
        host src dst gateway
        addr1 addr2 addr3 addr4 address1 address2 address3 address4 ra ta
        """);

    /// <summary>Words whose next word, and no further one, is a name from a list inside libpcap, or an interface's.</summary>
    public static readonly FrozenSet<string> OwnNames = Set("""
        on ifname rset ruleset reason action type subtype dir direction llc
        """);

    /// <summary>Words between conditions, which leave alone what a following word means.</summary>
    public static readonly FrozenSet<string> Connectives = Set("and or not mask");

    /// <summary>Every word of the language except those that stand for numbers.</summary>
    public static readonly FrozenSet<string> Keywords = Set("""
        link ether ppp slip fddi tr wlan arp rarp ip sctp tcp udp icmp igmp igrp pim vrrp carp radio ip6 icmp6 ah esp
        atalk aarp decnet lat sca moprc mopdl iso esis es-is isis is-is l1 l2 iih lsp snp csnp psnp clnp stp ipx netbeui
        net less greater byte broadcast multicast len length inbound outbound ifindex
        vlan mpls pppoed pppoes geneve lane metac bcc oam oamf4 oamf4ec oamf4sc sc ilmic vpi vci connectmsg metaconnect
        rnr rulenum srnr subrulenum fisu lssu lsu msu hfisu hlssu hmsu sio opc dpc sls hsio hopc hdpc hsls
        """).Concat(Ports).Concat(Protocols).Concat(Hosts).Concat(OwnNames).Concat(Connectives).ToFrozenSet();

    /// <summary>Words that stand for a number: offsets of fields, ICMP types, TCP flags.</summary>
    public static readonly FrozenSet<string> Numbers = Set("""
        icmptype icmpcode icmp-echoreply icmp-unreach icmp-sourcequench icmp-redirect icmp-echo icmp-routeradvert
        icmp-routersolicit icmp-timxceed icmp-paramprob icmp-tstamp icmp-tstampreply icmp-ireq icmp-ireqreply
        icmp-maskreq icmp-maskreply icmp6type icmp6code icmp6-destinationunreach icmp6-packettoobig icmp6-timeexceeded
        icmp6-parameterproblem icmp6-echo icmp6-echoreply icmp6-multicastlistenerquery icmp6-multicastlistenerreportv1
        icmp6-multicastlistenerdone icmp6-routersolicit icmp6-routeradvert icmp6-neighborsolicit icmp6-neighboradvert
        icmp6-redirect icmp6-routerrenum icmp6-nodeinformationquery icmp6-nodeinformationresponse
        icmp6-ineighbordiscoverysolicit icmp6-ineighbordiscoveryadvert icmp6-multicastlistenerreportv2
        icmp6-homeagentdiscoveryrequest icmp6-homeagentdiscoveryreply icmp6-mobileprefixsolicit icmp6-mobileprefixadvert
        icmp6-certpathsolicit icmp6-certpathadvert icmp6-multicastrouteradvert icmp6-multicastroutersolicit
        icmp6-multicastrouterterm tcpflags tcp-fin tcp-syn tcp-rst tcp-push tcp-ack tcp-urg tcp-ece tcp-cwr
        """);

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
