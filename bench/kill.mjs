// Kills the service with SIGKILL while it records, again and again, at a moment that chance picks; in turns with tcpdump and dumpcap, which are killed likewise. One sender goes
// on all the time and numbers its frames, so that what a file ends with says what the kill has cost.

import { execFileSync, spawn } from "node:child_process";
import { readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readSequences } from "./capture-sequences.mjs";
import { median } from "./process-time.mjs";
import { Service, root } from "./service.mjs";

// The wire, made by kill.sh.
const near = process.env.WIRE_NEAR;

const kills = Number(process.argv[2] ?? 21);
const rates = [1_000, 10_000, 100_000];
// Of each rate; the tools' spread is known after some.
const mostPeerKills = 15;
const sizeBytes = 128;
// From the first packet in the file.
const shortestMs = 50;
const longestMs = 500;

const arrived = () => Number(readFileSync(`/sys/class/net/${near}/statistics/rx_packets`, "utf8"));
const print = (name, value) => console.log(`${name}=${value}`);
const sum = (values) => values.reduce((a, b) => a + b, 0);

// One of each kind of recording after the other: what differs is which files there are at the end, and which of them is being written.
const kinds = [{}, { format: "pcap" }, { filePackets: 997 }, { filePackets: 499, ringFiles: 3 }, { standing: true }, { sync: "write" }];

class Sender {
  // More frames than a bench lasts.
  constructor(rate) {
    this.process = spawn("dotnet", [`${root}/bench/FrameSender/bin/Release/net10.0/FrameSender.dll`, "--interface", process.env.WIRE_FAR,
      "--network-namespace", process.env.WIRE_NAMESPACE, "--count", String(2 ** 40), "--size", String(sizeBytes), "--rate", String(rate),
      "--first", String(arrived() + 1)], { stdio: ["ignore", "ignore", "inherit"] });
    this.ended = new Promise((resolve) => this.process.on("exit", resolve));
  }

  // Its frames are numbered so that the last number is what the interface has counted.
  async begin() {
    const before = arrived();
    while (arrived() === before) {
      if (this.process.exitCode !== null) throw new Error("the sender ended at its start");
      await delay(5);
    }
  }

  async stop() {
    this.process.kill("SIGTERM");
    await this.ended;
  }
}

// Lets a recorder go on for a time that chance picks and kills it. How many frames had come to the interface before and after the signal.
async function killSomeTime(kill) {
  await delay(shortestMs + Math.random() * (longestMs - shortestMs));
  const before = arrived();
  const ended = kill();
  const after = arrived();
  await ended;
  return { before, after };
}

// What is in the files, in their order. When there is nothing, all is lost that came after the recorder `began`.
function judge(paths, { began, before, after }) {
  const read = paths.map(readSequences);
  const sequences = read.flatMap((file) => file.sequences);
  const last = sequences.at(-1) ?? began;
  // What came between the counting and the kill may be there too.
  if (last > after) throw new Error(`frame ${last} is in the file, and ${after} had come`);
  let holes = 0;
  for (let i = 1; i < sequences.length; i++) {
    if (sequences[i] <= sequences[i - 1]) throw new Error(`frame ${sequences[i]} after ${sequences[i - 1]} in ${paths}`);
    holes += sequences[i] - sequences[i - 1] - 1;
  }

  return { lost: Math.max(0, before - last), holes, packets: sequences.length, cut: read.some((file) => file.cut) };
}

const capinfosCount = (path) => Number(/Number of packets:\s+(\d+)/.exec(execFileSync("capinfos", ["-Mc", path], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }))[1]);

// True when tshark reads to the end without complaint.
function opens(path) {
  try {
    execFileSync("tshark", ["-n", "-r", path, "-Y", "frame.number == 1", "-T", "fields", "-e", "frame.number"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    return true;
  } catch (fault) {
    if (fault.status === undefined) throw fault;
    return false;
  }
}

// True when WebCap's own reader takes the file as whole, with so many packets: as an upload.
async function isWholeToOurs(service, path, packets) {
  const answer = await fetch(`${service.address}/api/captures`, {
    method: "POST",
    headers: { authorization: `Bearer ${service.token}`, "content-type": "application/octet-stream" },
    body: readFileSync(path),
  });
  const upload = await answer.json();
  if (!answer.ok) {
    // A capture without a packet is refused as such, and that is what it is.
    if (packets === 0 && upload.offset === statSync(path).size) return true;
    process.stderr.write(`${path}: ${JSON.stringify(upload)}\n`);
    return false;
  }

  await service.call("DELETE", `/api/captures/${upload.id}`);
  return upload.packets === packets;
}

async function killWebCap(service, kind) {
  const { id } = await service.call("POST", "/api/recordings", { interface: near, ...kind });
  let written = 0;
  while (written === 0) written = (await service.call("GET", `/api/recordings/${id}`)).packets;
  // What the service says it has written must be there whatever happens then.
  const asking = (async () => {
    const { process: asked } = service;
    while (asked.exitCode === null && asked.signalCode === null) {
      try {
        written = Math.max(written, (await service.call("GET", `/api/recordings/${id}`)).packets);
      } catch (fault) {
        // Killed while it answered.
        if (!(fault instanceof TypeError)) throw fault;
        return;
      }

      await delay(2);
    }
  })();
  const moment = await killSomeTime(() => service.kill());
  await asking;

  const folder = join(service.data, "recordings", String(id).padStart(6, "0"));
  const began = performance.now();
  await service.launch();
  const restartMs = performance.now() - began;
  const entry = await service.call("GET", `/api/recordings/${id}`);
  const paths = readdirSync(folder).filter((name) => /^\d+\.pcap/.test(name)).sort().map((name) => join(folder, name));
  const judged = judge(paths, moment);
  const counts = paths.map(capinfosCount);
  // Files that a ring had deleted stay counted, as far as the catalogue had been told of them.
  const isCounted = kind.ringFiles ? entry.packets >= judged.packets : entry.packets === judged.packets;
  const isRepaired = entry.state === "interrupted" && isCounted && entry.files.length === paths.length &&
    entry.files.every((file, index) => file.packets === counts[index] && file.lengthBytes === statSync(paths[index]).size);
  if (!isRepaired) process.stderr.write(`not repaired: ${JSON.stringify(entry)}, files of ${counts}\n`);
  let whole = 0;
  for (const [index, path] of paths.entries()) if (await isWholeToOurs(service, path, counts[index])) whole++;
  const result = { ...judged, restartMs, isRepaired, files: paths.length, opened: paths.filter(opens).length, whole, missing: kind.ringFiles ? 0 : Math.max(0, written - entry.packets) };
  // A standing one goes on by itself.
  if (kind.standing) {
    const next = (await service.call("GET", "/api/recordings?limit=1"))[0];
    result.isRepaired &&= next.continues === id && next.state === "recording";
    await service.call("POST", `/api/recordings/${next.id}/stop`);
    await service.call("DELETE", `/api/recordings/${next.id}`);
  }

  await service.call("DELETE", `/api/recordings/${id}`);
  return result;
}

async function killTool(service, name, args, started) {
  const file = join(service.data, name);
  const tool = spawn(name, [...args, file], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => tool.on("exit", resolve));
  await new Promise((resolve, reject) => {
    let log = "";
    tool.stderr.on("data", (chunk) => {
      log += chunk;
      if (log.includes(started)) resolve();
    });
    tool.on("exit", () => reject(new Error(`${name} ended at its start: ${log}`)));
  });
  const began = arrived();
  const moment = await killSomeTime(() => {
    tool.kill("SIGKILL");
    return ended;
  });
  const judged = judge([file], { began, ...moment });
  rmSync(file);
  return judged;
}

const service = await Service.start(["--no-sample", "--recording-keep-free", "0"]);
const all = [];
try {
  for (const rate of rates) {
    const sender = new Sender(rate);
    await sender.begin();
    const runs = { webcap: [], tcpdump: [], dumpcap: [] };
    const turns = Math.ceil(kills / rates.length);
    for (let turn = 0; turn < turns; turn++) {
      runs.webcap.push(await killWebCap(service, kinds[turn % kinds.length]));
      if (turn >= mostPeerKills) continue;
      runs.tcpdump.push(await killTool(service, "tcpdump", ["-n", "-i", near, "-w"], "listening on"));
      runs.dumpcap.push(await killTool(service, "dumpcap", ["-q", "-i", near, "-w"], "File: "));
    }

    await sender.stop();
    for (const [name, of] of Object.entries(runs)) {
      print(`${name}_lost_${rate}`, Math.round(median(of.map((run) => run.lost))));
      print(`${name}_lost_most_${rate}`, Math.max(...of.map((run) => run.lost)));
      if (name !== "webcap") print(`${name}_cut_${rate}`, `${of.filter((run) => run.cut).length}/${of.length}`);
    }

    all.push(...runs.webcap);
  }

  print("kills", all.length);
  print("files", sum(all.map((run) => run.files)));
  print("opened_by_tshark", sum(all.map((run) => run.opened)));
  print("whole_to_our_reader", sum(all.map((run) => run.whole)));
  print("catalogue_repaired", all.filter((run) => run.isRepaired).length);
  print("missing_of_written", sum(all.map((run) => run.missing)));
  print("holes", sum(all.map((run) => run.holes)));
  print("restart_ms", Math.round(median(all.map((run) => run.restartMs))));
} finally {
  await service.stop();
}
