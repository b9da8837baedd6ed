// Many viewers on one device, one of ten that stalls, the hub beside a plain WebSocket of the same server, and a thousand connections at once.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { sendFrames } from "./frame-sender.mjs";
import { median } from "./process-time.mjs";
import { Service, root } from "./service.mjs";

const near = process.env.WIRE_NEAR;
const fanout = `${root}/bench/Fanout/bin/Release/net10.0/Fanout.dll`;
const print = (name, value) => console.log(`${name}=${value}`);

// 5 MB/s: 5,000 frames of 1,000 bytes a second.
const sizeBytes = 1000;
const rate = 5000;
const seconds = 5;

async function viewersAtARate() {
  for (const count of [1, 10, 100]) {
    // A new one each time: viewers that come are given what a device has kept of the time before.
    const device = await openWire();
    const audience = await Audience.open("hub", count, 0, [device.minor]);
    const before = { cpu: service.cpuSeconds(), memory: await managedBytes() };
    await audience.begin();
    const { sent } = await sendFrames(sizeBytes, rate * seconds, rate);
    const got = await audience.all(sent * count);
    const after = { cpu: service.cpuSeconds(), memory: await managedBytes() };
    const { lost } = await device.books();
    await audience.close();
    print(`cpu_seconds_a_viewer_${count}`, ((after.cpu - before.cpu) / count).toFixed(3));
    print(`managed_kib_a_viewer_${count}`, Math.round((after.memory - before.memory) / 1024 / count));
    print(`rss_mb_${count}`, service.rssMegabytes());
    // Of a viewer's packets, whoever lost them: kernel, device or feed.
    print(`lost_at_${count}`, sent * count - got.records);
    print(`lost_before_feed_${count}`, lost);
    print(`feed_dropped_${count}`, got.feed_dropped);
    await device.close();
  }
}

// Nine read, and the tenth first reads and then does not.
async function oneStalls() {
  const device = await openWire();
  const rates = [];
  const memory = [];
  let stalledDropped = 0;
  for (const stalled of [0, 1]) {
    const nine = await Audience.open("hub", 9, 0, [device.minor]);
    const tenth = await Audience.open("hub", 1, stalled, [device.minor]);
    await nine.begin();
    const started = performance.now();
    // Three times as fast: 15 MB/s fill the stalled viewer's feed in a second, and then there are some more.
    const sending = sendFrames(sizeBytes, rate * 3 * seconds, rate * 3);
    await delay(seconds * 500);
    if (stalled) memory.push(service.rssMegabytes());
    const { sent } = await sending;
    const got = await nine.all(sent * 9);
    rates.push(got.records / (performance.now() - started));
    if (stalled) {
      memory.push(service.rssMegabytes());
      stalledDropped = (await device.books()).feedDropped;
    }

    await nine.close();
    await tenth.close();
  }

  print("stalled_ratio", (rates[1] / rates[0]).toFixed(3));
  print("stalled_rss_growth_mb", memory[1] - memory[0]);
  print("stalled_dropped", stalledDropped);
  await device.close();
}

async function hubBesidePlain() {
  const device = await Device.open("flat");
  const rates = { hub: [], raw: [] };
  for (let round = 0; round < 4; round++) {
    for (const kind of round % 2 ? ["raw", "hub"] : ["hub", "raw"]) {
      const audience = await Audience.open(kind, 10, 0, [device.minor]);
      await audience.begin();
      const started = performance.now();
      await delay(1200);
      const got = await audience.ask();
      rates[kind].push(got.bytes / (performance.now() - started) / 1000);
      await audience.close();
    }
  }

  // The first round warms up.
  const [hub, raw] = [rates.hub.slice(1), rates.raw.slice(1)];
  print("push_mb_s", Math.round(median(hub)));
  print("raw_mb_s", Math.round(median(raw)));
  print("push_vs_raw", median(hub.map((rate, round) => rate / raw[round])).toFixed(2));
  await device.close();
}

// Ten reads a second with 4 KiB each: 43 frames of 64 bytes, which are records of 96.
async function thousandConnections() {
  const devices = [];
  for (let i = 0; i < 4; i++) devices.push(await openWire());
  const before = await managedBytes();
  const audience = await Audience.open("hub", 1000, 0, devices.map((device) => device.minor));
  // Warms up; all of it has come before the counting begins.
  const warmUp = await sendFrames(64, 430, 430);
  await audience.all(warmUp.sent * 1000);
  await audience.begin();
  const cpuBefore = service.cpuSeconds();
  const { sent } = await sendFrames(64, 430 * seconds, 430);
  const got = await audience.all(sent * 1000);
  print("connections", 1000);
  print("connections_cpu_seconds_a_second", ((service.cpuSeconds() - cpuBefore) / seconds).toFixed(2));
  print("connections_errors", got.ended);
  print("connections_lost", sent * 1000 - got.records);
  print("connections_p50_ms", got.p50_ms);
  print("connections_p99_ms", got.p99_ms);
  print("connections_managed_kib_a_viewer", ((await managedBytes() - before) / 1024 / 1000).toFixed(1));
  await audience.close();
  for (const device of devices) await device.close();
}

function managedBytes() {
  return service.call("GET", "/api/bench/memory");
}

function openWire() {
  return Device.open(near);
}

// 20,000 frames of 1,400 bytes.
function writeReplay(path) {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262144, 16);
  header.writeUInt32LE(1, 20);
  const packet = Buffer.alloc(16 + 1400);
  packet.writeUInt32LE(1400, 8);
  packet.writeUInt32LE(1400, 12);
  writeFileSync(path, Buffer.concat([header, ...Array(20_000).fill(packet)]));
}

class Device {
  static async open(name) {
    const device = new Device();
    device.minor = (await service.call("POST", "/api/devices", { interface: name, filter: "" })).minor;
    return device;
  }

  async books() {
    const view = await service.call("GET", `/api/devices/${this.minor}`);
    return { lost: view.statistics.dropped + view.kernelDropped, feedDropped: view.feedDropped };
  }

  close() {
    return service.call("DELETE", `/api/devices/${this.minor}`);
  }
}

class Audience {
  static async open(kind, count, stalled, minors) {
    const audience = new Audience();
    audience.process = spawn("dotnet", [fanout, "view", service.address, service.token, kind, String(count), String(stalled), ...minors.map(String)],
      { stdio: ["pipe", "pipe", "inherit"] });
    audience.lines = createInterface({ input: audience.process.stdout })[Symbol.asyncIterator]();
    if ((await audience.lines.next()).value !== "ready") throw new Error("the viewers did not start");
    return audience;
  }

  // Counts from now on.
  begin() {
    return this.ask("begin");
  }

  // What was counted since.
  async ask(line = "") {
    this.process.stdin.write(`${line}\n`);
    const answer = (await this.lines.next()).value;
    if (answer === undefined) throw new Error("the viewers ended");
    return Object.fromEntries(answer.split(" ").map((word) => word.split("=")).map(([key, value]) => [key, Number(value)]));
  }

  // Until all have come, or nothing more has for two seconds.
  async all(records) {
    let got = await this.ask();
    for (let idle = 0; got.records + got.feed_dropped < records && idle < 40;) {
      await delay(50);
      const now = await this.ask();
      idle = now.records > got.records ? 0 : idle + 1;
      got = now;
    }

    return got;
  }

  async close() {
    const ended = new Promise((resolve) => this.process.on("exit", resolve));
    this.process.stdin.end();
    await ended;
  }
}

const folder = mkdtempSync(join(tmpdir(), "webcap-fanout-"));
const replay = join(folder, "flat.pcap");
writeReplay(replay);
// As many frames a second as ten viewers can never be sent, and the processor's other core can play.
const service = await Service.start(["--devices", "16", "--connections", "4096", "--replay", replay, "--replay-pace", "150000"], ["dotnet", fanout, "serve"]);
try {
  await viewersAtARate();
  await oneStalls();
  await hubBesidePlain();
  await thousandConnections();
} finally {
  await service.stop();
  rmSync(folder, { recursive: true });
}
