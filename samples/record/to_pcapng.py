"""Turns tcpdump's nanosecond pcap file into pcapng, with the interface named and each frame's direction, told by its source address."""
import argparse
import struct

MAGIC_NANOSECONDS = 0xA1B23C4D


def option(code, value):
    return struct.pack("<HH", code, len(value)) + value + b"\0" * (-len(value) % 4)


def block(kind, body):
    length = struct.pack("<I", 12 + len(body))
    return struct.pack("<I", kind) + length + body + length


def packets(data):
    at = 24
    while at < len(data):
        seconds, nanoseconds, captured, wire = struct.unpack_from("<IIII", data, at)
        yield seconds * 1_000_000_000 + nanoseconds, wire, data[at + 16:at + 16 + captured]
        at += 16 + captured


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source")
    parser.add_argument("destination")
    parser.add_argument("--mac", required=True, help="the recording machine's own address: frames from it went out")
    arguments = parser.parse_args()
    own = bytes.fromhex(arguments.mac.replace(":", ""))
    with open(arguments.source, "rb") as file:
        data = file.read()
    magic, snap_length, link_type = struct.unpack_from("<I12xII", data)
    assert magic == MAGIC_NANOSECONDS

    with open(arguments.destination, "wb") as file:
        file.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1) + option(4, b"tcpdump") + option(0, b"")))
        file.write(block(1, struct.pack("<HHI", link_type, 0, snap_length)
                         + option(2, b"eth0") + option(3, b"the client of the sample network") + option(9, bytes([9])) + option(0, b"")))
        for time, wire, frame in packets(data):
            body = struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(frame), wire) + frame + b"\0" * (-len(frame) % 4)
            direction = 2 if frame[6:12] == own else 1
            file.write(block(6, body + option(2, struct.pack("<I", direction)) + option(0, b"")))


main()
