// 500,000 UDP frames at 50,000 a second through a veth pair into WebCap with a viewer attached: is any frame lost, and what does it cost?

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { sendFrames } from "./frame-sender.mjs";
import { Service, root } from "./service.mjs";

// The wire, made by live.sh.
const near = process.env.WIRE_NEAR;

const count = 500_000;
const rate = 50_000;
const sizeBytes = 128;

let service;
let viewer;
try {
  service = await Service.start();
  const device = await service.call("POST", "/api/devices", { interface: near, filter: "udp" });
  const path = `/api/devices/${device.minor}`;

  viewer = spawn("node", [`${root}/bench/viewer.mjs`, service.address, service.token, String(device.minor)], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: viewer.stdout })[Symbol.asyncIterator]();
  if ((await lines.next()).value !== "ready") throw new Error("the viewer did not start");
  const seen = async () => {
    viewer.stdin.write("\n");
    return JSON.parse((await lines.next()).value);
  };

  const cpuBefore = service.cpuSeconds();
  const { sent, rate: sentRate } = await sendFrames(sizeBytes, count, rate);

  // Over when the viewer has everything, or when nothing more has come to it for three seconds.
  let got = await seen();
  for (let idle = 0; got.received + got.feedDropped < sent && idle < 30; idle++) {
    await delay(100);
    const now = await seen();
    if (now.received !== got.received) idle = 0;
    got = now;
  }

  const after = await service.call("GET", path);
  const books = after.statistics;
  const print = (name, value) => console.log(`${name}=${value}`);
  print("sent", sent);
  print("send_rate", sentRate);
  print("received", books.received);
  print("captured", books.captured);
  print("dropped", books.dropped);
  print("kernel_dropped", after.kernelDropped);
  print("feed_dropped", after.feedDropped);
  print("viewer_received", got.received);
  print("viewer_batches", got.batches);
  print("cpu_seconds", (service.cpuSeconds() - cpuBefore).toFixed(2));
  print("rss_mb", service.rssMegabytes());
  // Every frame sent is somewhere in the books.
  print("ledger_difference", sent - after.kernelDropped - books.received);
  print("viewer_difference", books.captured - books.dropped - books.held - after.feedDropped - got.received);
} finally {
  viewer?.kill("SIGTERM");
  if (service) await service.stop();
}
