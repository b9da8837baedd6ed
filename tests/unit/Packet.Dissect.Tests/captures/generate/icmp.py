#!/usr/bin/python3
"""Every ICMP and ICMPv6 type with several codes, neighbour discovery with options, and echoes with their replies. Writes ../icmp.pcap; needs scapy."""
import struct
from scapy.all import (Ether, ICMP, ICMPv6EchoReply, ICMPv6EchoRequest, ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6ND_RA, ICMPv6ND_RS, ICMPv6NDOptDstLLAddr,
                       ICMPv6NDOptMTU, ICMPv6NDOptPrefixInfo, ICMPv6NDOptRDNSS, ICMPv6NDOptSrcLLAddr, ICMPv6MLQuery, ICMPv6MLReport, ICMPv6MLDone,
                       ICMPv6MLReport2, ICMPv6MLDMultAddrRec, ICMPv6ND_Redirect, IP, IPv6, TCP, UDP, checksum, wrpcap)

packets = []
add = lambda packet: packets.append(Ether(src="00:1b:21:aa:bb:01", dst="00:1b:21:aa:bb:02") / packet)

inner = bytes(IP(src="192.168.1.10", dst="10.9.9.9") / UDP(sport=5000, dport=33434) / b"12345678")
for kind in range(0, 45):
    for code in range(0, 17 if kind in (3, 5, 11, 12) else 2):
        if kind == 9 and code in (0, 16): continue  # read as Mobile IP by tshark
        body = struct.pack("!BBHI", kind, code, 0, 0x00010002) + (inner if kind in (3, 4, 5, 11, 12) else b"\0" * 20)
        sum_ = checksum(body)
        add(IP(src="1.1.1.1", dst="2.2.2.2", proto=1) / (body[:2] + struct.pack("!H", sum_) + body[4:]))
inner6 = bytes(IPv6(src="2001:db8::10", dst="2001:db8::20") / UDP(sport=5000, dport=33434) / b"12345678")
for kind in [0, 1, 2, 3, 4, 5, 100, 101, 102, 127] + list(range(128, 138)) + [141, 142] + list(range(144, 150)) + [151, 152, 153, 156, 157, 158, 159, 160, 161, 162, 200, 201, 254]:
    for code in range(0, 9 if kind < 5 else 2):
        add(IPv6(src="2001:db8::1", dst="2001:db8::2", nh=58) / (struct.pack("!BBHI", kind, code, 0, 0x00010002) + (inner6 if kind < 5 else b"\0" * 32)))

for number in range(1, 5):
    add(IP(src="10.0.0.1", dst="10.0.0.2") / ICMP(type=8, id=77, seq=number) / b"abc")
add(IP(src="10.0.0.2", dst="10.0.0.1") / ICMP(type=0, id=77, seq=2) / b"abc")
add(IP(src="10.0.0.2", dst="10.0.0.1") / ICMP(type=0, id=77, seq=1) / b"abc")
add(IP(src="10.0.0.3", dst="10.0.0.1") / ICMP(type=0, id=77, seq=3) / b"abc")
add(IP(src="10.0.0.2", dst="10.0.0.1") / ICMP(type=0, id=78, seq=4) / b"abc")
add(IPv6(src="fe80::1", dst="fe80::2") / ICMPv6EchoRequest(id=9, seq=5, data=b"xyz"))
add(IPv6(src="fe80::2", dst="fe80::1") / ICMPv6EchoReply(id=9, seq=5, data=b"xyz"))
add(IP(src="10.9.9.9", dst="192.168.1.10") / ICMP(type=3, code=3) / IP(src="192.168.1.10", dst="10.9.9.9") / TCP(sport=5000, dport=80, seq=99))
add(IP(src="10.9.9.9", dst="192.168.1.10") / ICMP(type=11, code=0) / bytes(IP(src="192.168.1.10", dst="10.9.9.9", len=60) / TCP(sport=5000, dport=80, seq=99))[:28])

mac = "00:1b:21:aa:bb:01"
add(IPv6(src="fe80::1", dst="ff02::1:ff00:2") / ICMPv6ND_NS(tgt="fe80::2") / ICMPv6NDOptSrcLLAddr(lladdr=mac))
add(IPv6(src="::", dst="ff02::1:ff00:2") / ICMPv6ND_NS(tgt="fe80::2"))
for r, s, o in [(0, 0, 0), (1, 0, 0), (1, 1, 1), (0, 1, 0)]:
    add(IPv6(src="fe80::2", dst="fe80::1") / ICMPv6ND_NA(tgt="fe80::2", R=r, S=s, O=o) / ICMPv6NDOptDstLLAddr(lladdr=mac))
add(IPv6(src="fe80::2", dst="fe80::1") / ICMPv6ND_NA(tgt="2001:db8:0:1::2", R=1, S=1, O=0))
add(IPv6(src="fe80::1", dst="ff02::2") / ICMPv6ND_RS() / ICMPv6NDOptSrcLLAddr(lladdr=mac))
add(IPv6(src="fe80::1", dst="ff02::1") / ICMPv6ND_RA(M=1, O=1, prf=1, routerlifetime=1800) / ICMPv6NDOptSrcLLAddr(lladdr=mac) / ICMPv6NDOptMTU(mtu=1400)
    / ICMPv6NDOptPrefixInfo(prefix="2001:db8::", prefixlen=64) / ICMPv6NDOptRDNSS(dns=["2001:db8::53"]))
add(IPv6(src="fe80::1", dst="fe80::2") / ICMPv6ND_Redirect(tgt="fe80::3", dst="2001:db8::9") / ICMPv6NDOptDstLLAddr(lladdr=mac))
add(IPv6(src="fe80::1", dst="ff02::1", hlim=1) / ICMPv6MLQuery(mladdr="ff02::fb"))
add(IPv6(src="fe80::1", dst="ff02::fb", hlim=1) / ICMPv6MLReport(mladdr="ff02::fb"))
add(IPv6(src="fe80::1", dst="ff02::2", hlim=1) / ICMPv6MLDone(mladdr="ff02::fb"))
add(IPv6(src="fe80::1", dst="ff02::16", hlim=1) / ICMPv6MLReport2(records=[ICMPv6MLDMultAddrRec(rtype=4, dst="ff02::fb"), ICMPv6MLDMultAddrRec(rtype=1, dst="ff02::fc", sources=["fe80::9"])]))
add(IPv6(src="fe80::1", dst="ff02::1:ff00:2", nh=58) / (bytes.fromhex("8700000000000000") + bytes(16) + b"\x01\x00" + bytes(6)))
for index, packet in enumerate(packets): packet.time = 1700000000 + index / 1000
wrpcap("../icmp.pcap", packets)
