#!/usr/bin/python3
"""
TLS conversations made by OpenSSL in memory (1.2 and 1.3, with a name, with ALPN, resumed, refused), one record flight a segment, and single records made by hand.
Writes ../tls.pcap; needs scapy and openssl. Keys and randoms differ with each run, the rows do not.
"""
import ssl, struct, subprocess, tempfile
from scapy.all import Ether, IP, TCP, wrpcap

packets = []
client, server = "192.168.1.10", "93.184.216.34"
ports = iter(range(50001, 60000))
folder = tempfile.mkdtemp()
subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=example.com", "-days", "3650",
                "-keyout", folder + "/key", "-out", folder + "/cert"], check=True, capture_output=True)


class Connection:
    def __init__(self, port=443):
        self.sport, self.dport = next(ports), port
        self.next = [1000, 5000]
        self.send(0, b"", "S"); self.send(1, b"", "SA"); self.send(0, b"", "A")

    def send(self, side, payload, flags="PA"):
        source, destination, sport, dport = (client, server, self.sport, self.dport) if side == 0 else (server, client, self.dport, self.sport)
        packets.append(Ether(src="00:1b:21:aa:bb:01", dst="00:1b:21:aa:bb:02") / IP(src=source, dst=destination)
                       / TCP(sport=sport, dport=dport, flags=flags, seq=self.next[side], ack=0 if flags == "S" else self.next[1 - side], window=64240) / payload)
        self.next[side] += len(payload) + ("S" in flags or "F" in flags)


def converse(version, name="www.example.com", port=443, alpn=("h2", "http/1.1"), session=None, server_version=None):
    ours, theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(folder + "/cert", folder + "/key")
    ours.load_verify_locations(folder + "/cert"); ours.check_hostname = False
    ours.minimum_version = ours.maximum_version = version
    theirs.minimum_version = theirs.maximum_version = server_version or version
    if alpn: ours.set_alpn_protocols(alpn); theirs.set_alpn_protocols(["http/1.1"])
    pipes = [ssl.MemoryBIO() for _ in range(4)]
    a = ours.wrap_bio(pipes[0], pipes[1], server_hostname=name)
    b = theirs.wrap_bio(pipes[2], pipes[3], server_side=True)
    connection, done = Connection(port), [False, False]

    def flush():
        for side, out, into in ((0, pipes[1], pipes[2]), (1, pipes[3], pipes[0])):
            data = out.read()
            if data: connection.send(side, data); into.write(data)

    for _ in range(6):
        for side, end in ((0, a), (1, b)):
            if done[side]: continue
            try: end.do_handshake(); done[side] = True
            except ssl.SSLWantReadError: pass
            except ssl.SSLError: done[side] = True
            flush()
    try:
        a.write(b"GET / HTTP/1.1\r\n\r\n"); flush(); b.read(); b.write(b"HTTP/1.1 200 OK\r\n\r\n"); flush(); a.read()
        b.write(b"x" * 300); b.write(b"y" * 300); flush(); a.read(1000)
        try: a.unwrap()
        except ssl.SSLError: pass
        flush()
    except ssl.SSLError: flush()
    return connection


converse(ssl.TLSVersion.TLSv1_2)
converse(ssl.TLSVersion.TLSv1_3)
converse(ssl.TLSVersion.TLSv1_3, name=None)
converse(ssl.TLSVersion.TLSv1_2, name="xn--bcher-kva.example", port=8443, alpn=None)
converse(ssl.TLSVersion.TLSv1_3, port=4433)
converse(ssl.TLSVersion.TLSv1_2, server_version=ssl.TLSVersion.TLSv1_3)
record = lambda kind, version, body: struct.pack("!BHH", kind, version, len(body)) + body
hand = Connection()
hand.send(0, record(22, 0x0301, b"\x01\x00\x00\x2b\x03\x01" + bytes(32) + b"\x00\x00\x04\xc0\x13\x00\x2f\x01\x00"))
hand.send(1, record(21, 0x0301, b"\x02\x46"))
for level, description in ((1, 0), (1, 90), (2, 40), (2, 42), (2, 48), (2, 112), (2, 120), (2, 200), (3, 0)):
    hand.send(1, record(21, 0x0301, bytes([level, description])))
hand.send(1, record(20, 0x0301, b"\x01"))
hand.send(1, record(21, 0x0301, bytes(range(26))))
hand.send(1, record(23, 0x0301, b"secret"))
hand.send(1, record(22, 0x0301, bytes(range(200, 240))))
other = Connection()
other.send(0, record(22, 0x0303, b"\x01\x00\x00\x2b\x03\x03" + bytes(32) + b"\x00\x00\x04\x13\x01\x00\xff\x01\x00"))
other.send(1, record(22, 0x0303, b"\x02\x00\x00\x26\x03\x03" + bytes(32) + b"\x00\xc0\x2f\x00" + b"\x0e\x00\x00\x00"))
other.send(1, record(22, 0x0303, b"\x00\x00\x00\x00"))
other.send(0, record(22, 0x0303, b"\x10\x00\x00\x42\x41\x04" + bytes(64)) + record(20, 0x0303, b"\x01") + record(22, 0x0303, bytes(40)))
middle = Connection()
middle.send(0, record(23, 0x0303, b"joined late"))
middle.send(1, record(23, 0x0303, b"a") + record(23, 0x0303, b"b") + record(23, 0x0303, b"c"))
eleven = Connection()
eleven.send(0, record(22, 0x0301, b"\x01\x00\x00\x2b\x03\x02" + bytes(32) + b"\x00\x00\x04\xc0\x13\x00\x2f\x01\x00"))
eleven.send(1, record(22, 0x0302, b"\x02\x00\x00\x26\x03\x02" + bytes(32) + b"\x00\xc0\x13\x00"))
eleven.send(1, record(23, 0x0302, b"data"))
for index, packet in enumerate(packets): packet.time = 1700000000 + index / 1000
wrpcap("../tls.pcap", packets)
