namespace Bpf.Engine.Tests.Filter;

/// <summary>Filter expressions that are correct for Ethernet, one a line, from every corner of pcap-filter(7).</summary>
internal static class Expressions
{
    public static readonly string[] Valid = """
        ip
        ip6
        arp
        rarp
        tcp
        udp
        sctp
        icmp
        icmp6
        igmp
        igrp
        pim
        vrrp
        carp
        ah
        esp
        atalk
        aarp
        decnet
        lat
        sca
        moprc
        mopdl
        iso
        clnp
        esis
        es-is
        isis
        is-is
        l1
        l2
        iih
        lsp
        snp
        csnp
        psnp
        stp
        ipx
        netbeui
        llc
        llc s
        llc u
        llc i
        llc rr
        vlan
        vlan 100
        vlan and tcp
        vlan 100 and vlan 200 and host 10.0.0.1
        mpls
        mpls 100000 and mpls 1024 and host 192.9.200.1
        pppoed
        pppoes
        pppoes 0x27 and ip
        broadcast
        ether broadcast
        ip broadcast
        multicast
        ether multicast
        ip multicast
        ip6 multicast
        host 192.0.2.1
        ip host 192.0.2.1
        arp host 192.0.2.1
        rarp host 192.0.2.1
        src host 192.0.2.1
        dst host 192.0.2.1
        src or dst host 192.0.2.1
        src and dst host 192.0.2.1
        src 192.0.2.1
        dst 192.0.2.1
        host 192.0.2.1 or 192.0.2.2 or 192.0.2.3
        host (192.0.2.1 or 192.0.2.2)
        not host 192.0.2.1
        ! host 192.0.2.1
        host 10.1
        host ::1
        host 2001:db8::1
        ip6 host fe80::1
        src host 2001:db8:0:0:0:0:0:1
        dst host ::ffff:192.0.2.1
        host 1:2:3:4:5:6:7::
        net 10
        net 192.168
        net 192.0.2.0/24
        src net 10.0.0.0/8
        dst net 10.0.0.0/8
        net 10.0.0.0 mask 255.0.0.0
        net 2001:db8::/32
        src net fe80::/10
        ip net 172.16.0.0/12
        ether host 00:11:22:33:44:55
        ether src 0:1:2:3:4:5
        ether dst ff-ff-ff-ff-ff-ff
        ether host 0011.2233.4455
        ether host 001122334455
        ether src 00.11.22.33.44.55
        ether proto 0x88cc
        ether proto \ip
        ether proto \arp or ether proto \ip6
        ether proto 34525
        ip proto 89
        ip proto \tcp
        ip proto \udp or \icmp
        ip proto ospf
        ip6 proto 58
        ip6 proto \tcp
        proto 47
        proto \sctp
        port 80
        port http
        port domain
        tcp port 80
        tcp src port 443
        tcp dst port https
        udp port 53
        sctp port 36412
        src port 1024
        dst port 22
        src or dst port 22
        src and dst port 22
        port 80 or 443
        port (80 or 443 or 8080)
        tcp port ssh or telnet
        not port 22
        not (port 22 or port 53)
        portrange 6000-6063
        tcp portrange 0-1023
        udp src portrange 33434-33534
        dst portrange ftp-ssh
        portrange 8080
        less 128
        greater 128
        len > 1000
        len <= 64
        length = 60
        len & 1 = 0
        len - 14 > 100
        len / 2 = 32
        len % 3 == 1
        len * 2 > 200
        -len < 5
        ether[0] & 1 = 1
        ether[0:2] = 0x0180
        ether[12:2] == 0x0806
        ip[0] & 0xf != 5
        ip[6:2] & 0x1fff = 0
        ip[2:2] > 576
        ip[8] < 5
        ip[12:4] = 0xc0000201
        ip[9] = 6 or ip[9] = 17
        ip[1] & 0xfc >> 2 = 46
        ip6[6] = 58
        ip6[40] = 128
        tcp[13] = 2
        tcp[tcpflags] = tcp-syn
        tcp[tcpflags] & (tcp-syn|tcp-fin) != 0
        tcp[tcpflags] & (tcp-rst|tcp-ack) == (tcp-rst|tcp-ack)
        tcp[((tcp[12:1] & 0xf0) >> 2):4] = 0x47455420
        tcp[0:2] > 1023 and tcp[2:2] < 1024
        udp[4:2] > 100
        udp[8] ^ 0xff = 3
        udp[10] & 0x80 = 0
        icmp[icmptype] = icmp-echo
        icmp[icmptype] != icmp-echo and icmp[icmptype] != icmp-echoreply
        icmp[icmpcode] = 3
        icmp[0] = icmp-unreach and icmp[1] = 1
        icmp6[icmp6type] = icmp6-echo
        icmp6[icmp6type] >= 133 and icmp6[icmp6type] <= 137
        arp[6:2] = 1
        arp[7] = 2
        tcp port 80 and (((ip[2:2] - ((ip[0]&0xf)<<2)) - ((tcp[12]&0xf0)>>2)) != 0)
        ip and not tcp and not udp
        tcp and host 192.0.2.1 and port 80
        tcp and (port 80 or port 443) and not host 192.0.2.1
        host 192.0.2.1 and tcp port 80 or udp port 53
        (host 192.0.2.1 or host 192.0.2.2) and (tcp port 80 or udp port 53)
        host 192.0.2.1 && ! port 22 || arp
        ip host 192.0.2.1 and not 192.0.2.2
        src net 10.0.0.0/8 and dst net 192.168.0.0/16 and tcp dst port 5432
        tcp[tcpflags] & tcp-push != 0 and len > 1000
        ip[0] >> 4 = 4
        1 = 1
        0x10 < len
        udp and (udp[8:2] & 0x8000) != 0 and port 53
        ether host 00:11:22:33:44:55 and ip
        ether src 00:11:22:33:44:55 and not ether dst ff:ff:ff:ff:ff:ff
        ip proto 6 and port 80
        (tcp)
        ((tcp or udp)) and (port 53)
        not not tcp
        tcp or  (  udp  )
        geneve
        geneve 0xb and tcp
        ip[50000] = 1
        port 65535
        port 0
        udp port 67 or udp port 68
        icmp or icmp6 or arp
        """.Split('\n');
}
