#!/usr/bin/python3
"""HTTP/1.x messages that fit in a segment: methods, statuses, media types, transfer codings, pipelining, other ports, broken ones. Writes ../http.pcap; needs scapy."""
from scapy.all import Ether, IP, TCP, wrpcap

packets = []
client, server = "192.168.1.10", "93.184.216.34"
ports = iter(range(50001, 60000))


class Connection:
    def __init__(self, port=80):
        self.sport, self.dport = next(ports), port
        self.next = [1000, 5000]
        self.send(0, b"", "S"); self.send(1, b"", "SA"); self.send(0, b"", "A")

    def send(self, side, payload, flags="PA"):
        source, destination, sport, dport = (client, server, self.sport, self.dport) if side == 0 else (server, client, self.dport, self.sport)
        ack = self.next[1 - side] if flags != "S" else 0
        packets.append(Ether(src="00:1b:21:aa:bb:01", dst="00:1b:21:aa:bb:02") / IP(src=source, dst=destination)
                       / TCP(sport=sport, dport=dport, flags=flags, seq=self.next[side], ack=ack, window=64240) / payload)
        self.next[side] += len(payload) + ("S" in flags or "F" in flags)


def response(kind, body=b"hello", status=b"200 OK", extra=b""):
    return b"HTTP/1.1 " + status + b"\r\n" + (b"Content-Type: " + kind + b"\r\n" if kind else b"") + extra + b"Content-Length: %d\r\n\r\n" % len(body) + body


one = Connection()
for method in (b"GET", b"HEAD", b"PUT", b"DELETE", b"OPTIONS", b"PATCH", b"TRACE", b"POST", b"PROPFIND", b"MKCOL", b"REPORT", b"NOTIFY", b"SUBSCRIBE"):
    one.send(0, method + b" /path HTTP/1.1\r\nHost: example.com\r\n\r\n")
    one.send(1, b"HTTP/1.1 204 No Content\r\n\r\n")
for kind in (b"text/html", b"text/html; charset=utf-8", b"text/plain", b"text/css", b"application/javascript", b"text/javascript", b"application/octet-stream",
             b"application/pdf", b"font/woff2", b"video/mp4", b"application/zip", b"text/csv", b"application/x-foo", b"TEXT/HTML"):
    one.send(0, b"GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n")
    one.send(1, response(kind))
for kind in (b"application/json", b"application/problem+json", b"application/json; charset=utf-8"):
    one.send(0, b"GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n")
    one.send(1, response(kind, b'{"a":[1,true,null,"x"]}'))
for status in (b"100 Continue", b"204 No Content", b"304 Not Modified", b"400 Bad Request", b"404 Not Found", b"500 Internal Server Error", b"503", b"299 Odd phrase here"):
    one.send(0, b"GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n")
    one.send(1, b"HTTP/1.1 " + status + (b"\r\n\r\n" if status[:1] == b"1" or status[:3] in (b"204", b"304") else b"\r\nContent-Length: 0\r\n\r\n"))
two = Connection()
two.send(0, b"GET /a?x=1&y=2 HTTP/1.0\r\nHost: example.com:8080\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\nCookie: a=b; c=d\r\nReferer: http://r/\r\n\r\n")
two.send(1, b"HTTP/1.0 200 OK\r\nServer: nginx\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")
two.send(0, b"POST /form HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\na=b&c=d")
two.send(1, response(b"text/html", b"<p>hi</p>"))
two.send(0, b"POST /api HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}")
two.send(1, b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
two.send(0, b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
two.send(1, response(b"text/plain", b"one") + response(b"text/css", b"two"))
two.send(0, b"GET /bare HTTP/1.1\nHost: a\n\n")
two.send(0, b"GET /caf\xc3\xa9 HTTP/1.1\r\nHost: b\xc3\xbccher.example\r\n\r\n")
two.send(0, b"GET /back\\slash\ttab HTTP/1.1\r\nHost: a\r\n\r\n")
two.send(0, b"GET /no-headers HTTP/1.1\r\n\r\n")
two.send(0, b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")
three = Connection(8080)
three.send(0, b"GET /alt HTTP/1.1\r\nHost: example.com\r\n\r\n")
three.send(1, response(b"text/html"))
four = Connection(12345)
four.send(0, b"GET /heuristic HTTP/1.1\r\nHost: example.com\r\n\r\n")
four.send(1, response(b"text/html"))
five = Connection(12346)
five.send(0, b"HELLO world\r\n\r\n")
five.send(1, b"GETTING there\r\n")
six = Connection()
six.send(0, b"M-SEARCH * HTTP/1.1\r\nHost: a\r\n\r\n")
six.send(1, b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")
six.send(0, b"HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n")
six.send(0, b"get /lower HTTP/1.1\r\nHost: a\r\n\r\n")
six.send(0, b"GET /fin HTTP/1.1\r\nHost: a\r\n\r\n", "FPA")
for index, packet in enumerate(packets): packet.time = 1700000000 + index / 1000
wrpcap("../http.pcap", packets)
