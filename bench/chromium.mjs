// Chromium without a window, with an empty cache and a profile that goes away with it, driven over the DevTools protocol.

import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./service.mjs";

// The WebSocket that the SignalR client brings along for Node.
const WebSocket = createRequire(`${root}/src/Web.Client/package.json`)("ws");

const switches = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--window-size=1280,800", "--remote-debugging-port=0",
];

export class Chromium {
  #last = 0;
  #waiting = new Map();
  #listeners = [];

  static async start() {
    const browser = new Chromium();
    browser.profile = mkdtempSync(join(tmpdir(), "webcap-bench-chromium-"));
    browser.process = spawn("chromium", [...switches, `--user-data-dir=${browser.profile}`, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
    let log = "";
    const endpoint = await new Promise((resolve, reject) => {
      browser.process.stderr.on("data", (chunk) => {
        log += chunk;
        const match = /DevTools listening on (\S+)/.exec(log);
        if (match) resolve(match[1]);
      });
      browser.process.on("error", reject);
      browser.process.on("exit", () => reject(new Error(`Chromium ended at its start:\n${log}`)));
    });
    await browser.#connect(endpoint);
    return browser;
  }

  async #connect(endpoint) {
    this.socket = new WebSocket(endpoint, { perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 });
    await new Promise((resolve, reject) => this.socket.once("open", resolve).once("error", reject));
    this.socket.on("message", (data) => this.#receive(JSON.parse(data)));
    const { targetInfos } = await this.call("Target.getTargets");
    const { targetId } = targetInfos.find((target) => target.type === "page");
    ({ sessionId: this.session } = await this.call("Target.attachToTarget", { targetId, flatten: true }));
  }

  #receive(message) {
    if (message.id === undefined) {
      for (const listener of this.#listeners) listener(message.method, message.params);
      return;
    }

    const { resolve, reject, method } = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) reject(new Error(`${method}: ${message.error.message}`));
    else resolve(message.result);
  }

  /** Calls a method of the protocol, on the page as soon as there is one. */
  call(method, params = {}) {
    const id = ++this.#last;
    this.socket.send(JSON.stringify({ id, method, params, sessionId: this.session }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject, method }));
  }

  /** Hears every event as (method, params). */
  listen(listener) {
    this.#listeners.push(listener);
  }

  /** The value of an expression in the page; a promise is waited for. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.call("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.on("exit", resolve));
    this.process.kill("SIGTERM");
    await ended;
    this.socket?.close();
    // Its helpers end a moment after it and still write.
    await rm(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
