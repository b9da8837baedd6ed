"""Answers router solicitations on one interface with the prefix 2001:db8:1::/64 (RFC 4861)."""
import ipaddress
import socket
import struct
import sys

SOLICITATION, ADVERTISEMENT = 133, 134
ALL_NODES, ALL_ROUTERS = "ff02::1", "ff02::2"


def advertisement(mac):
    # Hop limit 64, no flags, lifetime 1800 s, no timers; then source address, MTU and prefix (on link, autonomous).
    header = struct.pack(">BBHBBHII", ADVERTISEMENT, 0, 0, 64, 0, 1800, 0, 0)
    prefix = struct.pack(">BBBBIII", 3, 4, 64, 0xC0, 86400, 14400, 0) + ipaddress.IPv6Address("2001:db8:1::").packed
    return header + bytes([1, 1]) + mac + struct.pack(">BBHI", 5, 1, 0, 1500) + prefix


def main():
    name = sys.argv[1]
    index = socket.if_nametoindex(name)
    router = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
    router.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, name.encode())
    router.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
    router.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, ipaddress.IPv6Address(ALL_ROUTERS).packed + struct.pack("@I", index))
    with open(f"/sys/class/net/{name}/address", encoding="ascii") as file:
        mac = bytes.fromhex(file.read().strip().replace(":", ""))
    while True:
        message, _ = router.recvfrom(1500)
        if message[0] == SOLICITATION:
            router.sendto(advertisement(mac), (ALL_NODES, 0, 0, index))


main()
