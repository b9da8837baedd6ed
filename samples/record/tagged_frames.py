"""Sends what a trunk port carries beside the untagged traffic: ARP and ping of two hosts on VLAN 20, and a ping inside a service provider's tag."""
import ipaddress
import socket
import struct
import sys
import time

MAC_A, MAC_B = bytes.fromhex("00005e005320"), bytes.fromhex("00005e005321")
IP_A, IP_B = (ipaddress.IPv4Address(address).packed for address in ("203.0.113.20", "203.0.113.21"))
BROADCAST = b"\xff" * 6
CUSTOMER_TAG, PROVIDER_TAG, ARP, IPV4 = 0x8100, 0x88A8, 0x0806, 0x0800


def checksum(data):
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def frame(destination, source, tags, kind, payload):
    tagged = b"".join(struct.pack(">HH", protocol, control) for protocol, control in tags)
    return (destination + source + tagged + struct.pack(">H", kind) + payload).ljust(60, b"\0")


def arp(operation, mac, ip, target_mac, target_ip):
    return struct.pack(">HHBBH", 1, IPV4, 6, 4, operation) + mac + ip + target_mac + target_ip


def ping(is_reply, source, destination, sequence):
    body = struct.pack(">HH", 0x1234, sequence) + bytes(range(0x10, 0x38))
    kind = struct.pack(">BB", 0 if is_reply else 8, 0)
    message = kind + struct.pack(">H", checksum(kind + b"\0\0" + body)) + body
    header = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(message), sequence, 0x4000, 64, 1, 0, source, destination)
    return header[:10] + struct.pack(">H", checksum(header)) + header[12:] + message


def main():
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    wire.bind((sys.argv[1], 0))
    vlan = [(CUSTOMER_TAG, 3 << 13 | 20)]  # Priority 3.
    stacked = [(PROVIDER_TAG, 100), (CUSTOMER_TAG, 20)]
    for bytes_to_send in (
        frame(BROADCAST, MAC_A, vlan, ARP, arp(1, MAC_A, IP_A, b"\0" * 6, IP_B)),
        frame(MAC_A, MAC_B, vlan, ARP, arp(2, MAC_B, IP_B, MAC_A, IP_A)),
        frame(MAC_B, MAC_A, vlan, IPV4, ping(False, IP_A, IP_B, 1)),
        frame(MAC_A, MAC_B, vlan, IPV4, ping(True, IP_B, IP_A, 1)),
        frame(MAC_B, MAC_A, stacked, IPV4, ping(False, IP_A, IP_B, 2)),
        frame(MAC_A, MAC_B, stacked, IPV4, ping(True, IP_B, IP_A, 2)),
    ):
        wire.send(bytes_to_send)
        time.sleep(0.05)


main()
