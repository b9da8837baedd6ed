"""Asks a name server, once or steadily, and waits for each answer."""
import argparse
import random
import socket
import struct
import time

TYPES = {"A": 1, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=float, default=0)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--once", action="store_true", help="do not ask again when nothing comes")
    parser.add_argument("server")
    parser.add_argument("type", choices=TYPES)
    parser.add_argument("name")
    arguments = parser.parse_args()

    name = b"".join(bytes([len(label)]) + label.encode() for label in arguments.name.split(".")) + b"\0"
    for turn in range(arguments.times):
        if turn:
            time.sleep(arguments.every)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(1)
            client.connect((arguments.server, 53))
            question = struct.pack(">HHHHHH", random.randrange(65536), 0x0100, 1, 0, 0, 0) + name + struct.pack(">HH", TYPES[arguments.type], 1)
            for _ in range(1 if arguments.once else 3):
                client.send(question)
                try:
                    client.recv(512)
                    break
                except TimeoutError:
                    continue
                except ConnectionRefusedError:
                    break  # Told that nobody listens there.


main()
