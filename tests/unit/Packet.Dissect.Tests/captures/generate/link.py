#!/usr/bin/python3
"""Frames behind every link-layer header that is decoded. Writes the link-*.pcap files; needs scapy and tshark's goldens.sh afterwards."""
import struct
from scapy.all import ARP, Dot1Q, Ether, ICMP, IP, IPv6, TCP, UDP, Raw, wrpcap, PcapWriter

A, B = "00:1b:21:aa:bb:01", "00:1b:21:aa:bb:02"
IP4 = bytes(IP(src="192.168.1.10", dst="93.184.216.34", id=7) / UDP(sport=4000, dport=40001) / b"hello")
IP6 = bytes(IPv6(src="2001:db8::10", dst="2001:db8::20") / UDP(sport=4000, dport=40001) / b"hello")
WHO = bytes(ARP(hwsrc=A, psrc="192.168.1.10", hwdst="00:00:00:00:00:00", pdst="192.168.1.1", op=1))


def write(name, linktype, frames):
    writer = PcapWriter(name, linktype=linktype)
    for index, frame in enumerate(frames):
        raw = Raw(frame)
        raw.time = 1700000000 + index / 100
        writer.write(raw)
    writer.close()


def sll(packet_type, hardware, length, address, protocol, payload):
    return struct.pack("!HHH8sH", packet_type, hardware, length, address, protocol) + payload


def sll2(protocol, interface, hardware, packet_type, length, address, payload):
    return struct.pack("!HHIHBB8s", protocol, 0, interface, hardware, packet_type, length, address) + payload


mac = bytes.fromhex("001b21aabb010000")
write("../link-sll.pcap", 113, [
    sll(0, 1, 6, mac, 0x0800, IP4), sll(4, 1, 6, mac, 0x86dd, IP6), sll(1, 1, 6, mac, 0x0806, WHO), sll(3, 772, 6, mac, 0x0800, IP4),
    sll(4, 65534, 0, bytes(8), 0x0800, IP4), sll(2, 1, 6, mac, 0x1234, b"abcd"), sll(9, 1, 6, mac, 0x0800, IP4),
    sll(0, 1, 6, mac, 0x8100, bytes(Dot1Q(vlan=7, type=0x0800)) + IP4), sll(0, 1, 6, mac, 0x0004, b"\x42\x42\x03" + bytes(35))])
write("../link-sll2.pcap", 276, [
    sll2(0x0800, 2, 1, 0, 6, mac, IP4), sll2(0x86dd, 2, 1, 4, 6, mac, IP6), sll2(0x0806, 3, 1, 1, 6, mac, WHO),
    sll2(0x0800, 1, 772, 0, 6, bytes(8), IP4), sll2(0x0800, 4, 65534, 4, 0, bytes(8), IP4), sll2(0x1234, 2, 1, 2, 6, mac, b"abcd")])
write("../link-raw.pcap", 101, [IP4, IP6, b"\x10abcdefgh"])
write("../link-ipv4.pcap", 228, [IP4])
write("../link-ipv6.pcap", 229, [IP6])
write("../link-null.pcap", 0, [struct.pack("<I", family) + payload for family, payload in
      [(2, IP4), (24, IP6), (28, IP6), (30, IP6), (10, IP6), (99, b"abcd")]])
write("../link-loop.pcap", 108, [struct.pack("!I", family) + payload for family, payload in [(2, IP4), (24, IP6), (99, b"abcd")]])

ether = lambda destination, kind, payload: bytes.fromhex(destination.replace(":", "") + A.replace(":", "")) + struct.pack("!H", kind) + payload
tag = lambda control, kind: struct.pack("!HH", control, kind)
snap = lambda organisation, kind, payload: b"\xaa\xaa\x03" + bytes.fromhex(organisation) + struct.pack("!H", kind) + payload
frames = [
    ether(B, 0x8100, tag(100, 0x0800) + IP4),
    ether(B, 0x8100, tag(0xf064, 0x86dd) + IP6),
    ether(B, 0x88a8, tag(10, 0x8100) + tag(0x6014, 0x0800) + IP4),
    ether(B, 0x8100, tag(100, 0x0806) + WHO),
    ether(B, 0x8100, tag(100, 0x1234) + b"abcd"),
    ether(B, 0x88a8, tag(100, 0x1234) + b"abcd"),
    ether("ff:ff:ff:ff:ff:ff", 0x1234, b"abcd"),
    ether("01:00:5e:00:00:fb", 0x0800, IP4),
    ether(B, 1502, b"abcd"),
    ether(B, 0x05ff, b"abcd"),
    ether(B, 8 + len(IP4), snap("000000", 0x0800, IP4)),
    ether(B, 8 + len(WHO), snap("000000", 0x0806, WHO)),
    ether(B, 12, snap("000000", 0x1234, b"abcd")),
    ether(B, 3 + 4, b"\xe0\xe0\x03abcd"),
    ether(B, 3 + 4, b"\xf0\xf1\x7fabcd"),
    ether(B, 4, b"\xf0\xf1\x01\x0a"),
    ether(B, 4 + 2, b"\xf0\xf0\x04\x09ab"),
    ether(B, 3, b"\xfe\xfe\xaf"),
    ether(B, 0x0800, IP4 + bytes(5)),
    ether(B, 0x0800, IP4 + bytes(40)),
    ether(B, 0x86dd, IP6 + b"\x01\x02"),
]
write("../link-ethernet.pcap", 1, frames)
