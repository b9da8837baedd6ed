// Puts a made recording into the service's folder, where it is adopted at the start, and takes "tcp port 80" out of it over HTTP, in turns with
// tcpdump -r … -w …: the same file into a file in memory. The recording lies where recordings lie, on a disk's file system, and is read from its page
// cache; a file system in memory has small pages only, is read at half the speed, and would measure that.

import { execFileSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Service } from "./service.mjs";
import { median, settle } from "./process-time.mjs";

const rounds = Number(process.argv[2] ?? 7);
const frames = Number(process.argv[3] ?? 1_000_000);
const filter = "tcp port 80";
// Processor time that a service at rest may use in 50 ms.
const restSeconds = 0.002;
const folder = mkdtempSync(join(tmpdir(), "webcap-scan-"));
const outputs = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "webcap-scan-"));
const recording = join(folder, "recordings", "000001");
const source = join(recording, "000001.pcapng");

// A generator of its own, so that every run has the same frames.
let seed = 1;
const random = (below) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};

const padded = (length) => (length + 3) & ~3;

// Blocks of one section and one interface with nanosecond times; frames of 60 to 820 bytes, 440 on average, one in ten to or from port 80.
function make() {
  mkdirSync(recording, { recursive: true, mode: 0o700 });
  const file = openSync(source, "w");
  const header = Buffer.alloc(28 + 32);
  header.writeUInt32LE(0x0a0d0d0a, 0);
  header.writeUInt32LE(28, 4);
  header.writeUInt32LE(0x1a2b3c4d, 8);
  header.writeUInt16LE(1, 12);
  header.writeBigInt64LE(-1n, 16);
  header.writeUInt32LE(28, 24);
  header.writeUInt32LE(1, 28);
  header.writeUInt32LE(32, 32);
  header.writeUInt16LE(1, 36);
  header.writeUInt32LE(262144, 40);
  header.writeUInt16LE(9, 44);
  header.writeUInt16LE(1, 46);
  header.writeUInt8(9, 48);
  header.writeUInt32LE(32, 56);
  writeSync(file, header);

  const piece = Buffer.alloc(4 * 1024 * 1024);
  let used = 0;
  let total = header.length;
  let matching = 0;
  let time = 1_893_456_000_000_000_000n;
  for (let i = 0; i < frames; i++) {
    const captured = 60 + random(761);
    const length = 32 + padded(captured);
    if (used + length > piece.length) {
      writeSync(file, piece, 0, used);
      used = 0;
    }
    const block = piece.subarray(used, used + length);
    block.writeUInt32LE(6, 0);
    block.writeUInt32LE(length, 4);
    block.writeUInt32LE(0, 8);
    time += 1000n;
    block.writeUInt32LE(Number(time >> 32n), 12);
    block.writeUInt32LE(Number(time & 0xffffffffn), 16);
    block.writeUInt32LE(captured, 20);
    block.writeUInt32LE(captured, 24);
    block.fill(i & 0xff, 28 + 54, length - 4);
    block.writeUInt32LE(length, length - 4);
    const frame = block.subarray(28);
    const isTcp = random(10) < 7;
    const isWeb = isTcp && random(7) === 0;
    if (isWeb) matching++;
    frame.writeUInt16BE(0x0800, 12);
    frame.writeUInt8(0x45, 14);
    frame.writeUInt16BE(captured - 14, 16);
    frame.writeUInt16BE(0, 20);
    frame.writeUInt8(isTcp ? 6 : 17, 23);
    frame.writeUInt32BE(0xc0000200 + random(256), 26);
    frame.writeUInt32BE(0xc6336400 + random(256), 30);
    frame.writeUInt16BE(isWeb && (i & 1) ? 80 : 1024 + random(60000), 34);
    frame.writeUInt16BE(isWeb && !(i & 1) ? 80 : 1024 + random(60000), 36);
    used += length;
    total += length;
  }
  writeSync(file, piece, 0, used);
  closeSync(file);
  writeFileSync(join(recording, "recording.json"), JSON.stringify({
    id: 1, settings: { interface: "made0", format: "pcapng" }, state: "stopped", user: "bench", remoteAddress: "", linkType: 1, startedAt: "2030-01-01T00:00:00Z",
  }));
  return { total, matching };
}

const count = (file) => Number(/Number of packets:\s+(\d+)/.exec(execFileSync("capinfos", ["-Mc", file], { encoding: "utf8" }))[1]);
const rssPeak = (pid) => Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024);

function timed(action) {
  const start = performance.now();
  action();
  return (performance.now() - start) / 1000;
}

const print = (name, value) => console.log(`${name}=${value}`);
let service;
try {
  const { total, matching } = make();
  // Else the system would write it to the disk while it is measured.
  execFileSync("sync", [source]);
  service = await Service.start(["--recordings", join(folder, "recordings")]);
  const address = `${service.address}/api/recordings/1/file.pcapng?filter=${encodeURIComponent(filter)}`;
  const curl = (url, out) => execFileSync("curl", ["-sSf", "-H", `Authorization: Bearer ${service.token}`, "-o", out, url]);
  const ours = join(outputs, "ours.pcapng");
  const theirs = join(outputs, "theirs.pcap");
  // A service runs for weeks: what it compiles in its first minute is no part of what a scan costs. What is called thirty times is compiled anew.
  for (let warmup = 0; warmup < 40; warmup++) curl(address, ours);
  await settle(service.process.pid, restSeconds);
  const rss = service.rssMegabytes();
  const times = [];
  const tcpdumpTimes = [];
  const cpuBefore = service.cpuSeconds();
  for (let round = 0; round < rounds; round++) {
    times.push(timed(() => curl(address, ours)));
    tcpdumpTimes.push(timed(() => execFileSync("tcpdump", ["-r", source, "-w", theirs, filter], { stdio: "ignore" })));
  }
  const cpu = (service.cpuSeconds() - cpuBefore) / rounds;
  if (count(ours) !== matching || count(theirs) !== matching) throw new Error(`${matching} frames match, and the files have ${count(ours)} and ${count(theirs)}`);
  print("frames", frames);
  print("megabytes", Math.round(total / 1e6));
  print("matching", matching);
  print("scan_seconds", median(times).toFixed(3));
  print("scan_cpu_seconds", cpu.toFixed(3));
  print("tcpdump_seconds", median(tcpdumpTimes).toFixed(3));
  print("scan_vs_tcpdump", median(times.map((time, round) => tcpdumpTimes[round] / time)).toFixed(2));
  print("rss_growth_mb", service.rssMegabytes() - rss);
  print("rss_peak_mb", rssPeak(service.process.pid));
} finally {
  if (service) await service.stop();
  for (const made of [folder, outputs]) rmSync(made, { recursive: true });
}
