// The page as somebody meets it: a browser that has never been here follows the sign-in link to an interface with traffic on it, presses Start as soon as
// that can be pressed, and sees a row. Then: how long is a frame on its way from the wire to its row, in immediate mode?

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { Chromium } from "./chromium.mjs";
import { Service, root } from "./service.mjs";

const near = process.env.WIRE_NEAR;
const namespace = process.env.WIRE_NAMESPACE;

const loadTrafficPort = 10_000;
const warmUpCount = 10;
const warmUpPort = 20_000;
const measuredCount = 200;
const measuredPort = 30_000;
const shortestGapMs = 50;
const longestGapMs = 150;
const patienceMs = 30_000;

// What runs in the page before any script of its own. A row's info begins with the source port, which is the datagram's number.
function instrument() {
  const now = () => performance.timeOrigin + performance.now();
  const marks = (globalThis.bench = { startedAt: null, firstRowAt: null, rows: {} });
  const look = () => {
    const button = document.querySelector("button.start");
    // Only where the load is measured; the second page watches a device that is open.
    if (location.pathname === "/" && marks.startedAt === null && button !== null && !button.disabled) {
      marks.startedAt = now();
      button.click();
    }
    for (const info of document.querySelectorAll("#packet-rows .row .info")) {
      const port = parseInt(info.textContent, 10);
      marks.rows[port] ??= now();
      if (marks.firstRowAt === null) {
        marks.firstRowAt = -1;
        // The frame that shows the row has been painted when the one after it begins.
        requestAnimationFrame(() => requestAnimationFrame(() => (marks.firstRowAt = now())));
      }
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["disabled"] });
}

function send(firstPort, count, shortestMs, longestMs) {
  const sender = spawn("ip", ["netns", "exec", namespace, process.execPath, `${root}/bench/datagrams.mjs`, ...[firstPort, count, shortestMs, longestMs].map(String)],
    { stdio: ["ignore", "pipe", "inherit"] });
  const sent = new Map();
  createInterface({ input: sender.stdout }).on("line", (line) => sent.set(...JSON.parse(line)));
  const ended = new Promise((resolve) => sender.on("close", resolve));
  return { sent, ended, stop: () => sender.kill("SIGTERM") };
}

async function until(what, condition) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited ${patienceMs / 1000} s for ${what}`);
    await delay(50);
  }
}

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
const print = (name, value) => console.log(`${name}=${value}`);

async function measureLoad(browser, service) {
  let bytes = 0;
  let requests = 0;
  const open = new Set();
  browser.listen((method, params) => {
    if (method === "Network.requestWillBeSent") {
      requests++;
      open.add(params.requestId);
    }
    if (method === "Network.loadingFinished") bytes += params.encodedDataLength;
    if (method === "Network.loadingFinished" || method === "Network.loadingFailed") open.delete(params.requestId);
    if (method === "Network.webSocketFrameReceived") {
      const { opcode, payloadData } = params.response;
      bytes += opcode === 1 ? Buffer.byteLength(payloadData) : Buffer.byteLength(payloadData, "base64");
    }
  });
  await browser.call("Network.enable");
  await browser.call("Page.enable");
  await browser.call("Page.addScriptToEvaluateOnNewDocument", { source: `(${instrument})()` });

  const traffic = send(loadTrafficPort, 5000, 10, 10);
  try {
    await until("traffic", () => traffic.sent.size > 0);
    await load(browser, service, open);
  } finally {
    traffic.stop();
    await traffic.ended;
  }

  print("bytes", bytes);
  print("requests", requests);
}

async function load(browser, service, open) {
  const begun = performance.timeOrigin + performance.now();
  await browser.call("Page.navigate", { url: `${service.address}/?i=${near}#token=${service.token}` });
  const marks = await until("the first row", async () => {
    const now = await browser.evaluate("globalThis.bench ?? null");
    return now?.firstRowAt > 0 ? now : null;
  });
  // Whatever was asked for before the row was there belongs to the load, also when it comes a little later.
  await until("the rest of the load", () => open.size === 0);
  print("start_enabled_s", ((marks.startedAt - begun) / 1000).toFixed(3));
  print("first_row_s", ((marks.firstRowAt - begun) / 1000).toFixed(3));
}

async function measureLatency(browser, service) {
  const device = await service.call("POST", "/api/devices", { interface: near, immediate: true });
  await browser.call("Page.navigate", { url: `${service.address}/watch/${device.minor}` });
  await until("the page to watch", async () => await browser.evaluate("document.querySelector('button.stop') !== null"));

  const run = async (port, count) => {
    const { sent, ended } = send(port, count, shortestGapMs, longestGapMs);
    await ended;
    const rows = await until(`${count} rows`, async () => {
      const { rows } = await browser.evaluate("globalThis.bench");
      return [...sent.keys()].every((each) => rows[each] !== undefined) ? rows : null;
    });
    return [...sent].map(([each, sentAt]) => rows[each] - sentAt).sort((a, b) => a - b);
  };
  await run(warmUpPort, warmUpCount);
  const latencies = await run(measuredPort, measuredCount);
  print("frames", latencies.length);
  print("min_ms", latencies[0].toFixed(1));
  print("p50_ms", percentile(latencies, 0.5).toFixed(1));
  print("p90_ms", percentile(latencies, 0.9).toFixed(1));
  print("p99_ms", percentile(latencies, 0.99).toFixed(1));
  print("max_ms", latencies.at(-1).toFixed(1));
  // The page's clock is set when it is loaded and runs on by itself: by how much it differs from the machine's now.
  print("clock_error_ms", (await browser.evaluate("performance.timeOrigin + performance.now() - Date.now()")).toFixed(1));
}

let service;
let browser;
try {
  service = await Service.start();
  browser = await Chromium.start();
  await measureLoad(browser, service);
  await measureLatency(browser, service);
} finally {
  try {
    await browser?.stop();
  } finally {
    // Not left behind because the browser's folder could not be removed.
    await service?.stop();
  }
}
