"""The web sites of the recording: plain on port 80, TLS on port 443, both over IPv4 and IPv6."""
import http.server
import random
import socket
import ssl
import sys
import threading

PAGE = b"<!doctype html>\n<title>Example</title>\n<h1>It works</h1>\n" + b"<p>A page for documentation.</p>\n" * 30
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7h-7z"/></svg>\n'
VIDEO = random.Random(1).randbytes(48_000)  # The same bytes in every recording.

PAGES = {
    "/": ("text/html", PAGE),
    "/new": ("text/html", PAGE),
    "/basket": ("application/json", b'{"items":3,"total":"42.00"}\n'),
    "/checkout": ("application/json", b'{"status":"paid"}\n'),
    "/logo.svg": ("image/svg+xml", LOGO),
    "/video.bin": ("application/octet-stream", VIDEO),
}


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "ExampleServer/1.0"
    sys_version = ""

    def do_GET(self):
        if self.path == "/old":
            self.answer(301, "text/plain", b"", Location="http://www.example/new")
        elif self.path in PAGES:
            self.answer(200, *PAGES[self.path])
        else:
            self.answer(404, "text/plain", b"There is no such page.\n")

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(201, "text/plain", b"Thank you.\n")

    def answer(self, status, kind, body, **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class DualStackServer(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6
    daemon_threads = True

    def server_bind(self):
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()

    def handle_error(self, request, client_address):
        """A client that goes away is no news."""


def main():
    certificate, key = sys.argv[1:]
    plain = DualStackServer(("::", 80), Site)
    secure = DualStackServer(("::", 443), Site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    threading.Thread(target=plain.serve_forever, daemon=True).start()
    secure.serve_forever()


main()
