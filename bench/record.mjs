// Floods a veth pair and records at its other end, in turns with WebCap, with tcpdump -w and with dumpcap -w: the same frames, the receiver on one
// processor and the sender on the other.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Service, root } from "./service.mjs";
import { sendFlood } from "./frame-sender.mjs";
import { cpuSeconds, median, settle } from "./process-time.mjs";

// The wire, made by record.sh.
const near = process.env.WIRE_NEAR;

const rounds = Number(process.argv[2] ?? 5);
// About as long at either size: half a gigabyte of large frames, a million small ones.
const counts = { 64: 1_000_000, 1514: 330_000 };
// The sender has the other one.
const receiverCpu = "1";
// Processor time that a receiver at rest may use in 50 ms.
const restSeconds = 0.002;
// In memory: the three write a gigabyte each in turn, and how fast the disk takes what the one before wrote is not what is measured.
const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "webcap-record-"));

async function measure(pid, sizeBytes) {
  await settle(pid, restSeconds);
  const before = cpuSeconds(pid);
  const { sent, rate } = await sendFlood(sizeBytes, counts[sizeBytes]);
  await settle(pid, restSeconds);
  return { sent, rate, cpu: cpuSeconds(pid) - before };
}

// A frame that is lost costs little; who loses many must not look cheap.
const perMillion = (run, kept) => ({ ...run, cpu: (run.cpu / kept) * 1e6, lost: run.sent - kept });

async function runWebCap(service, sizeBytes) {
  const recording = await service.call("POST", "/api/recordings", { interface: near });
  const run = await measure(service.process.pid, sizeBytes);
  const ended = await service.call("POST", `/api/recordings/${recording.id}/stop`);
  // Every frame that the kernel took is in the books.
  const known = ended.kernelDropped + ended.received;
  if (known !== run.sent || ended.received !== ended.packets + ended.dropped)
    throw new Error(`frames that nobody accounts for: ${run.sent} sent, ${JSON.stringify(ended)}`);
  const lines = execFileSync("capinfos", ["-Mc", join(folder, "recordings", String(recording.id).padStart(6, "0"), "000001.pcapng")], { encoding: "utf8" });
  if (Number(/Number of packets:\s+(\d+)/.exec(lines)[1]) !== ended.packets) throw new Error(`capinfos counts otherwise: ${lines}`);
  await service.call("DELETE", `/api/recordings/${recording.id}`);
  return perMillion(run, ended.packets);
}

async function runTool(name, args, started, sizeBytes) {
  const file = join(folder, name);
  const tool = spawn("taskset", ["-c", receiverCpu, name, ...args, file], { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  const ended = new Promise((resolve) => tool.on("exit", resolve));
  await new Promise((resolve, reject) => {
    tool.stderr.on("data", (chunk) => {
      log += chunk;
      if (log.includes(started)) resolve();
    });
    tool.on("exit", () => reject(new Error(`${name} ended at its start: ${log}`)));
  });
  const run = await measure(tool.pid, sizeBytes);
  tool.kill("SIGINT");
  await ended;
  const kept = Number(/Number of packets:\s+(\d+)/.exec(execFileSync("capinfos", ["-Mc", file], { encoding: "utf8" }))[1]);
  rmSync(file);
  return perMillion(run, kept);
}

const print = (name, value) => console.log(`${name}=${value}`);
const sum = (values) => values.reduce((a, b) => a + b, 0);
const service = await Service.start(["--recordings", join(folder, "recordings")]);
try {
  execFileSync("taskset", ["-a", "-p", "-c", receiverCpu, String(service.process.pid)], { stdio: "ignore" });
  const ratios = [];
  const lost = { webcap: 0, tcpdump: 0, dumpcap: 0 };
  for (const sizeBytes of [64, 1514]) {
    const runs = { webcap: [], tcpdump: [], dumpcap: [] };
    // A service runs for weeks: what it compiles in its first minute is no part of what a frame costs. What is called thirty times is compiled anew.
    if (sizeBytes === 64) {
      for (let call = 0; call < 40; call++) {
        const { id } = await service.call("POST", "/api/recordings", { interface: near });
        await service.call("POST", `/api/recordings/${id}/stop`);
        await service.call("DELETE", `/api/recordings/${id}`);
      }
      for (let warmup = 0; warmup < 3; warmup++) await runWebCap(service, sizeBytes);
    }
    // The first round is for pages that are not there yet, on all sides.
    for (let round = 0; round <= rounds; round++) {
      const webcap = await runWebCap(service, sizeBytes);
      const tcpdump = await runTool("tcpdump", ["-n", "-i", near, "-w"], "listening on", sizeBytes);
      const dumpcap = await runTool("dumpcap", ["-q", "-i", near, "-B", "64", "-w"], "File: ", sizeBytes);
      if (round === 0) continue;
      runs.webcap.push(webcap);
      runs.tcpdump.push(tcpdump);
      runs.dumpcap.push(dumpcap);
    }
    print(`frames_${sizeBytes}`, rounds * counts[sizeBytes]);
    print(`rate_${sizeBytes}`, Math.round(median(Object.values(runs).flat().map((run) => run.rate))));
    for (const [name, of] of Object.entries(runs)) {
      const part = sum(of.map((run) => run.lost));
      lost[name] += part;
      print(`${name}_lost_${sizeBytes}`, part);
      print(`${name}_cpu_seconds_per_million_${sizeBytes}`, median(of.map((run) => run.cpu)).toFixed(3));
    }
    const ratio = median(runs.webcap.map((run, index) => run.cpu / runs.tcpdump[index].cpu));
    ratios.push(ratio);
    print(`record_cpu_vs_tcpdump_${sizeBytes}`, ratio.toFixed(2));
  }
  print("record_cpu_vs_tcpdump", Math.sqrt(ratios[0] * ratios[1]).toFixed(2));
  print("record_lost", lost.webcap);
  print("record_lost_better_peer", Math.min(lost.tcpdump, lost.dumpcap));
} finally {
  await service.stop();
  rmSync(folder, { recursive: true });
}
