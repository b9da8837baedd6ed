// First the service while another program has its database for five seconds: every kind of request, again and again, and a recording that goes on. Then the writer of a
// database, which is killed, again and again.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { join } from "node:path";
import { sendFrames } from "./frame-sender.mjs";
import { Service, root } from "./service.mjs";

const near = process.env.WIRE_NEAR;
const kills = Number(process.argv[2] ?? 1000);
const lockSeconds = 5;
const rate = 10_000;
const program = ["dotnet", `${root}/bench/DatabaseKills/bin/Release/net10.0/DatabaseKills.dll`];
const print = (name, value) => console.log(`${name}=${value}`);

async function locked() {
  const service = await Service.start(["--no-sample", "--recording-keep-free", "0"]);
  try {
    const recording = await service.call("POST", "/api/recordings", { interface: near });
    const device = await service.call("POST", "/api/devices", { interface: near });
    const lock = spawn(program[0], [...program.slice(1), "lock", join(service.data, "webcap.db"), String(lockSeconds)], { stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface({ input: lock.stdout })[Symbol.asyncIterator]();
    const sending = sendFrames(128, rate * (lockSeconds + 1), rate);
    if ((await lines.next()).value !== "locked") throw new Error("the database could not be locked");
    let isLocked = true;
    const requests = [
      ["GET", "/api/session"], ["GET", "/api/interfaces"], ["GET", "/api/recordings"], ["GET", `/api/recordings/${recording.id}`], ["GET", "/api/filters/saved"],
      ["GET", "/api/audit"], ["GET", "/api/tokens"], ["GET", `/api/devices/${device.minor}/stats`], ["POST", "/api/filters/compile", { expression: "tcp port 80" }],
      ["POST", "/api/filters/saved", { name: "one", expression: "ip" }], ["POST", "/api/tokens", { name: "one", role: "viewer", days: 1 }],
      ["POST", "/api/recordings", { interface: near }], ["POST", "/api/devices", { interface: near }],
    ];
    const times = [];
    const statuses = new Map();
    const ask = async (method, path, body) => {
      while (isLocked) {
        const began = performance.now();
        const answer = await fetch(service.address + path, {
          method, headers: { authorization: `Bearer ${service.token}`, "content-type": "application/json" }, body: body && JSON.stringify(body),
        });
        const text = await answer.text();
        times.push(performance.now() - began);
        const refused = answer.ok ? "ok" : `${answer.status} ${JSON.parse(text).errno}`;
        statuses.set(refused, (statuses.get(refused) ?? 0) + 1);
        await delay(50);
      }
    };
    const asking = requests.map((request) => ask(...request));
    await lines.next();
    isLocked = false;
    await Promise.all(asking);
    const { sent } = await sending;
    // Nobody reads the device, and its two buffers hold what they can: received is all that came to it.
    const ended = await service.call("POST", `/api/recordings/${recording.id}/stop`);
    const statistics = await service.call("GET", `/api/devices/${device.minor}/stats`);
    print("lock_requests", times.length);
    print("lock_longest_request_ms", Math.round(Math.max(...times)));
    for (const [status, count] of [...statuses].sort()) print(`lock_answers_${status.replace(" ", "_").toLowerCase()}`, count);
    print("lock_frames", sent);
    print("lock_device_missing", sent - statistics.received);
    print("lock_recording_missing", sent - ended.packets);
  } finally {
    await service.stop();
  }
}

await locked();
await new Promise((resolve, reject) => {
  const killing = spawn(program[0], [...program.slice(1), "kill", String(kills)], { stdio: ["ignore", "inherit", "inherit"] });
  killing.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`the killer ended with ${code}`))));
});
