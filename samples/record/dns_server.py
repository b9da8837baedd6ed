"""A name server for the zone of the recording: as much DNS as its clients ask for."""
import ipaddress
import socket
import struct

TYPES = {"A": 1, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33}
NXDOMAIN = 3

ZONE = {
    "www.example": [("A", "198.51.100.80"), ("AAAA", "2001:db8:2::80")],
    "cdn.example": [("CNAME", "www.example")],
    "shop.example": [("A", "198.51.100.44"), ("AAAA", "2001:db8:2::44")],
    "mail.example": [("A", "198.51.100.44")],
    "time.example": [("A", "198.51.100.80")],
    "example": [("MX", (10, "mail.example")), ("TXT", "documentation only")],
    "_imap._tcp.example": [("SRV", (0, 1, 143, "mail.example"))],
    "80.100.51.198.in-addr.arpa": [("PTR", "www.example")],
}


def encode_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def encode_data(kind, value):
    if kind in ("A", "AAAA"):
        return ipaddress.ip_address(value).packed
    if kind == "MX":
        return struct.pack(">H", value[0]) + encode_name(value[1])
    if kind == "SRV":
        return struct.pack(">HHH", *value[:3]) + encode_name(value[3])
    if kind == "TXT":
        return bytes([len(value)]) + value.encode()
    return encode_name(value)


def record(name, kind, data, ttl=300):
    return encode_name(name) + struct.pack(">HHIH", TYPES[kind], 1, ttl, len(data)) + data


def resolve(name, wanted):
    """Answers for a name, its alias followed; None when the name does not exist."""
    if name not in ZONE:
        return None
    answers = []
    for kind, value in ZONE[name]:
        if kind == "CNAME":
            answers.append(record(name, kind, encode_data(kind, value)))
            answers.extend(resolve(value, wanted) or [])
        elif TYPES[kind] == wanted:
            answers.append(record(name, kind, encode_data(kind, value)))
    return answers


def reply_to(query):
    identifier, flags = struct.unpack_from(">HH", query)
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode())
        at += 1 + query[at]
    question = query[12:at + 5]
    wanted, = struct.unpack_from(">H", query, at + 1)
    answers = resolve(".".join(labels).lower(), wanted)
    authority = []
    if not answers:
        soa = encode_name("ns.example") + encode_name("hostmaster.example") + struct.pack(">IIIII", 1, 7200, 900, 86400, 60)
        authority = [record("example", "SOA", soa, ttl=60)]
    status = NXDOMAIN if answers is None else 0
    # An answer, with authority, recursion as asked for and available.
    header = struct.pack(">HHHHHH", identifier, 0x8480 | flags & 0x0100 | status, 1, len(answers or []), len(authority), 0)
    return header + question + b"".join(answers or []) + b"".join(authority)


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("192.0.2.1", 53))
    while True:
        query, peer = server.recvfrom(512)
        server.sendto(reply_to(query), peer)


main()
