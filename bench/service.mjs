// Starts the published service for a bench, on a free port and with a data folder of its own, and asks it things.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

// Jiffies a second in /proc/PID/stat; 100 on every Linux that .NET runs on.
const ticksPerSecond = 100;

export class Service {
  // Another program than the published one takes the same options and says the same when it is ready.
  static async start(args = [], [program, ...first] = [join(root, ".build/publish/WebCap")]) {
    const service = new Service();
    service.data = mkdtempSync(join(tmpdir(), "webcap-bench-"));
    service.command = [program, ...first, "--address", "127.0.0.1:0", "--data", service.data, ...args];
    await service.launch();
    return service;
  }

  // After kill(), on the same data.
  async launch() {
    const [program, ...args] = this.command;
    this.process = spawn(program, args);
    this.log = "";
    const url = await new Promise((resolve, reject) => {
      const read = (chunk) => {
        this.log += chunk;
        const match = /(http:\/\/\S+)#token=(\S+)/.exec(this.log);
        if (match) resolve(match);
      };
      this.process.stdout.on("data", read);
      this.process.stderr.on("data", read);
      this.process.on("error", reject);
      this.process.on("exit", () => reject(new Error(`the service ended at its start:\n${this.log}`)));
    });
    this.address = url[1].replace(/\/$/, "");
    this.token = url[2];
  }

  async call(method, path, body) {
    const answer = await fetch(this.address + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  // User and system time of the process so far.
  cpuSeconds() {
    const fields = readFileSync(`/proc/${this.process.pid}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }

  rssMegabytes() {
    const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.process.pid}/status`, "utf8"));
    return Math.round(Number(match[1]) / 1024);
  }

  // Without a chance to do anything more. What lies in the data folder stays.
  async kill() {
    const ended = new Promise((resolve) => this.process.on("exit", resolve));
    this.process.kill("SIGKILL");
    await ended;
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise((resolve) => this.process.on("exit", resolve));
      this.process.kill("SIGTERM");
      await ended;
    }

    rmSync(this.data, { recursive: true });
  }
}
