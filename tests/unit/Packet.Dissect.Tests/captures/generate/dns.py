#!/usr/bin/python3
"""DNS, mDNS and LLMNR messages: every record type with a text of its own, errors, opcodes, EDNS, compression, broken names. Writes ../dns.pcap; needs scapy."""
import struct
from scapy.all import Ether, IP, IPv6, TCP, UDP, wrpcap

packets = []
client, server = "192.168.1.10", "8.8.8.8"


def name(text):
    return b"".join(bytes([len(part)]) + part for part in text.encode("latin-1").split(b".") if part) + b"\0"


def question(text, kind=1, klass=1): return name(text) + struct.pack("!HH", kind, klass)


def record(text, kind, data, klass=1, ttl=300): return (name(text) if isinstance(text, str) else text) + struct.pack("!HHIH", kind, klass, ttl, len(data)) + data


def message(ident, flags, questions=(), answers=(), authorities=(), additionals=()):
    return struct.pack("!HHHHHH", ident, flags, len(questions), len(answers), len(authorities), len(additionals)) + b"".join([*questions, *answers, *authorities, *additionals])


def udp(payload, sport=40001, dport=53, source=client, destination=server):
    packets.append(Ether(src="00:1b:21:aa:bb:01", dst="00:1b:21:aa:bb:02") / IP(src=source, dst=destination) / UDP(sport=sport, dport=dport) / payload)


def exchange(ident, text, kind, *answers, flags=0x8180, authorities=(), additionals=()):
    udp(message(ident, 0x0100, [question(text, kind)]))
    udp(message(ident, flags, [question(text, kind)], answers, authorities, additionals), 53, 40001, server, client)


pointer = b"\xc0\x0c"
exchange(1, "www.example.com", 1, record(pointer, 1, bytes([93, 184, 216, 34])), record(pointer, 1, bytes([93, 184, 216, 35])))
exchange(2, "www.example.com", 28, record(pointer, 5, name("example.com")), record("example.com", 28, bytes.fromhex("20010db8000000000000000000000020")))
exchange(3, "example.com", 2, record(pointer, 2, name("ns1.example.com")), additionals=[record("ns1.example.com", 1, bytes([1, 2, 3, 4]))])
exchange(4, "example.com", 6, record(pointer, 6, name("ns.example.com") + name("host.example.com") + struct.pack("!5I", 2023, 7200, 3600, 1209600, 300)))
exchange(5, "4.3.2.1.in-addr.arpa", 12, record(pointer, 12, name("host.example.com")))
exchange(6, "example.com", 15, record(pointer, 15, struct.pack("!H", 10) + name("mail.example.com")))
exchange(7, "example.com", 16, record(pointer, 16, b"\x0bv=spf1 -all\x03abc"))
exchange(8, "_sip._tcp.example.com", 33, record(pointer, 33, struct.pack("!HHH", 1, 2, 5060) + name("sip.example.com")))
exchange(9, "example.com", 257, record(pointer, 257, b"\x00\x05issueletsencrypt.org"))
exchange(10, "example.com", 65, record(pointer, 65, b"\x00\x01\x00" + struct.pack("!HH", 1, 3) + b"\x02h2"))
exchange(11, "example.com", 64, record(pointer, 64, b"\x00\x01\x00"))
exchange(12, "example.com", 35, record(pointer, 35, struct.pack("!HH", 100, 10) + b"\x01U\x07SIP+D2U\x00" + name("sip.example.com")))
exchange(13, "example.com", 43, record(pointer, 43, struct.pack("!HBB", 12345, 8, 2) + bytes(32)))
exchange(14, "example.com", 48, record(pointer, 48, struct.pack("!HBB", 257, 3, 8) + bytes(32)))
exchange(15, "example.com", 1, record(pointer, 46, struct.pack("!HBBIIIH", 1, 8, 2, 300, 1700000000, 1690000000, 12345) + name("example.com") + bytes(16)))
exchange(16, "example.com", 52, record(pointer, 52, b"\x03\x01\x01" + bytes(32)))
exchange(17, "example.com", 255, record(pointer, 13, b"\x03x86\x05linux"))
exchange(18, "example.com", 1234, record(pointer, 1234, b"abc"))
exchange(19, "nope.example.com", 1, flags=0x8183, authorities=[record("example.com", 6, name("ns.example.com") + name("host.example.com") + struct.pack("!5I", 1, 2, 3, 4, 5))])
for rcode in (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 15): exchange(100 + rcode, "example.com", 1, flags=0x8180 | rcode)
for opcode in (1, 2, 3, 4, 5, 6, 15):
    udp(message(200 + opcode, opcode << 11, [question("example.com", 6)]))
    udp(message(200 + opcode, 0x8000 | opcode << 11, [question("example.com", 6)]), 53, 40001, server, client)
edns = b"\0" + struct.pack("!HHIH", 41, 1232, 0x8000, 12) + struct.pack("!HH", 10, 8) + b"cookie12"
udp(message(300, 0x0120, [question("example.com", 1)], additionals=[edns]))
udp(message(300, 0x81b0, [question("example.com", 1)], [record(pointer, 1, bytes([1, 2, 3, 4]))], additionals=[b"\0" + struct.pack("!HHIH", 41, 512, 0, 0)]), 53, 40001, server, client)
udp(message(301, 0x0000, [question("", 2)]))
udp(message(302, 0x8580, [question("", 2)], [record("", 2, name("a.root-servers.net"))]), 53, 40001, server, client)
udp(message(303, 0x0100, [question("example.com", 1, 3)]))
udp(message(304, 0x0100, [question("example.com", 1, 255), question("example.org", 28)]))
udp(message(305, 0x8380, [question("example.com", 1)]), 53, 40001, server, client)
udp(message(306, 0x0100))
udp(message(307, 0x0100, [question("sp ace.exa\\mple.com")]))
udp(message(308, 0x0100, [question("a" * 63 + "." + "b" * 63 + "." + "c" * 63 + "." + "d" * 61)]))
udp(message(309, 0x0100, [question("xn--bcher-kva.example")]))
# mDNS
mdns = lambda payload: udp(payload, 5353, 5353, client, "224.0.0.251")
mdns(message(0, 0, [question("_http._tcp.local", 12)]))
mdns(message(0, 0, [question("myhost.local", 1, 0x8001), question("myhost.local", 28)]))
mdns(message(0, 0, [question("_ipp._tcp.local", 12)], [record("_ipp._tcp.local", 12, name("p._ipp._tcp.local"))]))
mdns(message(0, 0x8400, [], [record("_http._tcp.local", 12, name("web._http._tcp.local")), record("web.local", 1, bytes([192, 168, 1, 10]), 0x8001), record("web.local", 28, bytes(16), 0x8001)],
     additionals=[record("web._http._tcp.local", 33, struct.pack("!HHH", 0, 0, 80) + name("web.local"), 0x8001), record("web._http._tcp.local", 16, b"\x09txtvers=1", 0x8001), record("web.local", 47, name("web.local") + b"\x00\x04\x40\x00\x00\x08", 0x8001)]))
mdns(message(0, 0, [question("host.local", 255)], [], [record("host.local", 1, bytes([192, 168, 1, 10]))]))
# LLMNR
udp(message(5, 0, [question("wpad", 1)]), 50000, 5355, client, "224.0.0.252")
udp(message(5, 0x8000, [question("wpad", 1)], [record("wpad", 1, bytes([10, 0, 0, 9]))]), 5355, 50000, "192.168.1.9", client)
packets.append(Ether(src="00:1b:21:aa:bb:01", dst="33:33:00:01:00:03") / IPv6(src="fe80::1", dst="ff02::1:3") / UDP(sport=50001, dport=5355) / message(6, 0, [question("wpad", 28)]))
# Broken
udp(message(400, 0x0100, [question("example.com", 1)])[:11])
udp(message(401, 0x0100, [question("example.com", 1)])[:20])
udp(message(402, 0x0100, [question("example.com", 1)])[:-3])
udp(message(403, 0x0100, [question("example.com", 1)])[:12])
udp(message(404, 0x8180, [question("example.com", 1)], [record(pointer, 1, bytes([1, 2, 3, 4]))])[:-2], 53, 40001, server, client)
udp(message(405, 0x8180, [question("example.com", 1)], [record(b"\xc0\xff", 1, bytes([1, 2, 3, 4]))]), 53, 40001, server, client)
udp(message(406, 0x8180, [question("example.com", 1)], [record(b"\xc0\x1d", 1, bytes([1, 2, 3, 4]))]), 53, 40001, server, client)
udp(message(407, 0x8180, [question("example.com", 1)], [record(b"\x80abc", 1, bytes([1, 2, 3, 4]))]), 53, 40001, server, client)
udp(message(408, 0x8180, [question("example.com", 1)], [record(pointer, 1, bytes([1, 2, 3]))]), 53, 40001, server, client)
# TCP
flow = dict(sport=40002, dport=53)
tcp = lambda payload, seq: packets.append(Ether(src="00:1b:21:aa:bb:01", dst="00:1b:21:aa:bb:02") / IP(src=client, dst=server) / TCP(flags="PA", seq=seq, ack=1, **flow) / payload)
one = message(500, 0x0100, [question("example.com", 1)])
two = message(501, 0x0100, [question("example.org", 28)])
tcp(struct.pack("!H", len(one)) + one, 100)
tcp(struct.pack("!H", len(one)) + one + struct.pack("!H", len(two)) + two, 100 + 2 + len(one))
for index, packet in enumerate(packets): packet.time = 1700000000 + index / 1000
wrpcap("../dns.pcap", packets)
