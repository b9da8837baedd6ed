// The sequence numbers that the bench's sender put into the frames of a capture file, little endian pcapng or pcap as the recorders of these benches write them on this
// machine. Only whole packets count; `cut` says that the file ends in the middle of one.

import { readFileSync } from "node:fs";

// Ethernet, IPv4, UDP; see FrameTemplate.cs.
const sequenceOffset = 42;
const sectionHeader = 0x0a0d0d0a;
const enhancedPacket = 6;

export function readSequences(path) {
  const bytes = readFileSync(path);
  const sequences = [];
  const add = (at) => sequences.push(Number(bytes.readBigUInt64BE(at + sequenceOffset)));
  const isPcapng = bytes.length >= 4 && bytes.readUInt32LE(0) === sectionHeader;
  let position = isPcapng ? 0 : 24;
  while (position < bytes.length) {
    const headerBytes = isPcapng ? 8 : 16;
    if (position + headerBytes > bytes.length) break;
    const length = isPcapng ? bytes.readUInt32LE(position + 4) : 16 + bytes.readUInt32LE(position + 8);
    if (position + length > bytes.length) break;
    if (!isPcapng) add(position + 16);
    else if (bytes.readUInt32LE(position) === enhancedPacket) add(position + 28);
    position += length;
  }

  return { sequences, cut: position !== bytes.length };
}
