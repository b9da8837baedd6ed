// Floods a veth pair and captures at its other end, in turns with the engine (bench/Flood) and with tcpdump: same frames, same filter, same
// memory, same processor; the sender has the other one.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { root } from "./service.mjs";
import { sendFlood } from "./frame-sender.mjs";
import { cpuSeconds, median, settle } from "./process-time.mjs";

// The wire, made by flood.sh.
const near = process.env.WIRE_NEAR;

const count = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 3);
// The ring takes so many of either size whatever the receiver does.
const warmUpCount = 20_000;
// Each side has 32 MiB: tcpdump in its ring, the engine in a ring and two device buffers.
const tcpdumpRingBytes = 32 * 1024 * 1024;
const ringBytes = 16 * 1024 * 1024;
const bufferBytes = 8 * 1024 * 1024;
const filter = "udp and host 198.51.100.2 and port 9";
// The sender has the other one.
const receiverCpu = "1";
// Processor time that a receiver at rest may use in 50 ms.
const restSeconds = 0.0005;

// What a service that has run for a second has behind it: its code is compiled. tcpdump gets the same frames.
async function warmUp(pid, sizeBytes) {
  let sent = 0;
  for (let time = 0; time < 2; time++) {
    sent += (await sendFlood(sizeBytes, warmUpCount)).sent;
    await settle(pid, restSeconds);
  }
  return sent;
}

async function runEngine(sizeBytes) {
  const engine = spawn("taskset", ["-c", receiverCpu, `${root}/bench/Flood/bin/Release/net10.0/Flood`,
    "--interface", near, "--filter", filter, "--ring", String(ringBytes), "--buffer", String(bufferBytes)], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((resolve) => engine.on("exit", resolve));
  try {
    const lines = createInterface({ input: engine.stdout })[Symbol.asyncIterator]();
    const ready = await lines.next();
    if (ready.value !== "ready") throw new Error("the engine did not start");
    const books = async () => {
      engine.stdin.write("\n");
      return Object.fromEntries((await lines.next()).value.split(" ").map((pair) => [pair.split("=")[0], Number(pair.split("=")[1])]));
    };
    const warm = await warmUp(engine.pid, sizeBytes);
    const start = await books();
    await settle(engine.pid, restSeconds);
    const before = cpuSeconds(engine.pid);
    const { sent, rate } = await sendFlood(sizeBytes, count);
    await settle(engine.pid, restSeconds);
    const cpu = cpuSeconds(engine.pid) - before;
    const end = await books();
    // Every frame that the kernel took is in the books: lost in the ring, or seen by the device, which stored or dropped it.
    if (end.kernel_dropped + end.received !== warm + sent) throw new Error(`frames that nobody accounts for: ${warm + sent} sent, ${JSON.stringify(end)}`);
    if (end.captured !== end.delivered + end.dropped + end.held) throw new Error(`the device's books do not add up: ${JSON.stringify(end)}`);
    return { lost: end.kernel_dropped + end.dropped - start.kernel_dropped - start.dropped, ringLost: end.kernel_dropped - start.kernel_dropped, cpu, rate };
  } finally {
    engine.stdin.end();
    await ended;
  }
}

async function runTcpdump(sizeBytes) {
  const tcpdump = spawn("taskset", ["-c", receiverCpu, "tcpdump", "-n", "-i", near, "-B", String(tcpdumpRingBytes / 1024), "-w", "/dev/null", filter],
    { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  const ended = new Promise((resolve) => tcpdump.on("exit", resolve));
  await new Promise((resolve, reject) => {
    tcpdump.stderr.on("data", (chunk) => {
      log += chunk;
      if (log.includes("listening on")) resolve();
    });
    tcpdump.on("exit", () => reject(new Error(`tcpdump ended at its start: ${log}`)));
  });
  const warm = await warmUp(tcpdump.pid, sizeBytes);
  const before = cpuSeconds(tcpdump.pid);
  const { sent, rate } = await sendFlood(sizeBytes, count);
  await settle(tcpdump.pid, restSeconds);
  const cpu = cpuSeconds(tcpdump.pid) - before;
  tcpdump.kill("SIGINT");
  await ended;
  return { lost: warm + sent - Number(/(\d+) packets? captured/.exec(log)[1]), cpu, rate };
}

const print = (name, value) => console.log(`${name}=${value}`);
const sum = (values) => values.reduce((a, b) => a + b, 0);
const ratios = [];
for (const sizeBytes of [64, 1400]) {
  const ours = [];
  const theirs = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await runEngine(sizeBytes));
    theirs.push(await runTcpdump(sizeBytes));
  }
  const cpu = median(ours.map((run) => run.cpu));
  const tcpdumpCpu = median(theirs.map((run) => run.cpu));
  ratios.push(cpu / tcpdumpCpu);
  print(`frames_${sizeBytes}`, rounds * count);
  print(`rate_${sizeBytes}`, Math.round(median([...ours, ...theirs].map((run) => run.rate))));
  print(`lost_${sizeBytes}`, sum(ours.map((run) => run.lost)));
  print(`ring_lost_${sizeBytes}`, sum(ours.map((run) => run.ringLost)));
  print(`tcpdump_lost_${sizeBytes}`, sum(theirs.map((run) => run.lost)));
  print(`cpu_seconds_${sizeBytes}`, cpu.toFixed(3));
  print(`tcpdump_cpu_seconds_${sizeBytes}`, tcpdumpCpu.toFixed(3));
  print(`cpu_vs_tcpdump_${sizeBytes}`, (cpu / tcpdumpCpu).toFixed(2));
}
print("cpu_vs_tcpdump", Math.sqrt(ratios[0] * ratios[1]).toFixed(2));
