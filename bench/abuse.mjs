// The service under attack, one kind after another, beside a quiet time: another user asks for something again and again on connections of his own, and
// frames are recorded all the while. The attacker is a process of its own, and a real one would be a machine of its own: what its own work costs must not be
// measured, so it yields the processor to everybody else.

import { spawn } from "node:child_process";
import { createConnection } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sendFrames } from "./frame-sender.mjs";
import { Service } from "./service.mjs";

const near = process.env.WIRE_NEAR;
const seconds = 5;
const rate = 10_000;
const print = (name, value) => console.log(`${name}=${value}`);

const longExpression = Array.from({ length: 90 }, (_, index) => `tcp port ${index * 7 + 7}`).join(" or ");

/** What an attacker does until he is stopped. */
const attacks = {
  // Ten thousand connections on which nothing comes, in all.
  async silent(address) {
    for (let count = 0; count < 10_000; count++) {
      open(address);
      if (count % 100 === 99) await delay(40);
    }
  },

  // A thousand that begin a request and go on by a byte; one that is closed is opened again.
  async headers(address) {
    const slow = () => {
      const socket = open(address, slow);
      socket.write("GET /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ");
      const timer = setInterval(() => socket.write("x"), 500);
      socket.on("close", () => clearInterval(timer));
    };
    for (let count = 0; count < 1000; count++) {
      slow();
      if (count % 100 === 99) await delay(20);
    }
  },

  // A hundred viewers of the device's endless download who read none of it.
  readers(address, token, minor) {
    for (let count = 0; count < 100; count++) {
      const socket = open(address);
      socket.pause();
      socket.write(`GET /api/devices/${minor}/live.pcapng HTTP/1.1\r\nHost: 127.0.0.1:${new URL(address).port}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    }
  },

  // Messages of 64 KiB to the hub, each of which ends its connection: ten at a time.
  messages(address, token) {
    const again = () => {
      const socket = open(address, again);
      socket.write(`GET /hubs/capture HTTP/1.1\r\nHost: 127.0.0.1:${new URL(address).port}\r\nAuthorization: Bearer ${token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
      socket.once("data", () => {
        socket.write(frame('{"protocol":"json","version":1}\x1e'));
        socket.write(frame(`{"type":1,"target":"Watch","arguments":["${"x".repeat(64 * 1024)}"]}\x1e`));
      });
    };
    for (let count = 0; count < 10; count++) again();
  },

  // A thousand requests to compile at once, and each that is answered is made again.
  compile(address, token) {
    const again = async () => {
      for (;;) await post(`${address}/api/filters/compile`, token, JSON.stringify({ expression: longExpression }), "application/json");
    };
    for (let count = 0; count < 1000; count++) again().catch(() => {});
  },

  // Captures of a gigabyte, one after the other.
  async upload(address, token) {
    for (;;) await post(`${address}/api/captures`, token, gigabyte(), "application/octet-stream").catch(() => {});
  },
};

function open(address, closed = () => {}) {
  const { hostname, port } = new URL(address);
  const socket = createConnection({ host: hostname, port: Number(port), noDelay: true });
  // Whatever becomes of it, it is over then.
  socket.on("error", () => {});
  socket.on("close", closed);
  return socket;
}

async function post(url, token, body, type) {
  const answer = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": type }, body, duplex: "half" });
  await answer.arrayBuffer();
}

// A message of a client of a WebSocket (RFC 6455, section 5.2), masked with zeros.
function frame(text) {
  const payload = Buffer.from(text);
  const header = payload.length < 126 ? Buffer.from([0x81, 0x80 | payload.length]) : Buffer.alloc(10);
  if (payload.length >= 126) {
    header[0] = 0x81;
    header[1] = 0xff;
    header.writeBigUInt64BE(BigInt(payload.length), 2);
  }

  return Buffer.concat([header, Buffer.alloc(4), payload]);
}

// pcap: a header, and packets of 64 KiB.
async function* gigabyte() {
  yield Buffer.from("d4c3b2a102000400000000000000000000000400" + "01000000", "hex");
  const packet = Buffer.alloc(16 + 65536);
  packet.writeUInt32LE(65536, 8);
  packet.writeUInt32LE(65536, 12);
  for (let count = 0; count < 16384; count++) yield packet;
}

async function measure(service, recording, minor, kind) {
  const attacker = kind === "quiet" ? null
    : spawn("chrt", ["--idle", "0", process.execPath, fileURLToPath(import.meta.url), "attack", kind, service.address, service.viewer, service.operator, String(minor)], { stdio: ["ignore", "inherit", "inherit"] });
  // It may end by itself, when the service has closed everything that it had.
  const attackEnded = attacker && new Promise((resolve) => attacker.on("exit", resolve));
  if (attacker) await delay(1000);
  const before = (await service.call("GET", `/api/recordings/${recording}`)).kernelDropped;
  const sending = sendFrames(128, rate * seconds, rate);
  const times = [];
  let failed = 0;
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    const began = performance.now();
    try {
      // A connection of its own each time, as of somebody who comes.
      const answer = await fetch(`${service.address}/api/filters/compile`, {
        method: "POST", headers: { authorization: `Bearer ${service.token}`, "content-type": "application/json", connection: "close" }, body: '{"expression":"tcp port 80"}',
      });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    } catch (fault) {
      failed++;
      process.stderr.write(`${kind}: ${fault.message} ${fault.cause?.message ?? ""}\n`);
    }

    times.push(performance.now() - began);
    await delay(5);
  }

  const { sent } = await sending;
  if (attacker) {
    attacker.kill("SIGTERM");
    await attackEnded;
  }

  times.sort((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)];
  print(`${kind}_requests`, times.length);
  print(`${kind}_failed`, failed);
  print(`${kind}_p50_ms`, times[times.length >> 1].toFixed(1));
  print(`${kind}_p99_ms`, p99.toFixed(1));
  print(`${kind}_kernel_dropped`, (await service.call("GET", `/api/recordings/${recording}`)).kernelDropped - before);
  return { sent, p99 };
}

async function main() {
  const service = await Service.start(["--no-sample", "--recording-keep-free", "0", "--upload-bytes", "256M"]);
  try {
    const issue = async (role) => (await service.call("POST", "/api/tokens", { name: role, role, days: 1, mayDownload: true })).token;
    service.viewer = await issue("viewer");
    service.operator = await issue("operator");
    const { id } = await service.call("POST", "/api/recordings", { interface: near });
    const { minor } = await service.call("POST", "/api/devices", { interface: near });
    // What a service compiles in its first seconds is in nobody's way later.
    for (let count = 0; count < 200; count++) await service.call("POST", "/api/filters/compile", { expression: "tcp port 80" });
    const kinds = ["quiet", ...(process.argv.length > 2 ? process.argv.slice(2) : Object.keys(attacks))];
    let sent = 0;
    for (const kind of kinds) sent += (await measure(service, id, minor, kind)).sent;
    const ended = await service.call("POST", `/api/recordings/${id}/stop`);
    print("frames", sent);
    print("recording_missing", sent - ended.packets);
    print("rss_mb", service.rssMegabytes());
  } finally {
    await service.stop();
  }
}

if (process.argv[2] === "attack") {
  const [kind, address, viewer, operator, minor] = process.argv.slice(3);
  await attacks[kind](address, kind === "upload" ? operator : viewer, minor);
} else {
  await main();
}
