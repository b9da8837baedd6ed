// Sends frames into the wire that the bench's script has opened.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { root } from "./service.mjs";

const run = promisify(execFile);
const program = ["dotnet", `${root}/bench/FrameSender/bin/Release/net10.0/FrameSender.dll`];
// A flood has a processor of its own; whoever receives it has the other one.
const floodProcessor = "0";

/** Sends `count` frames, `rate` a second. How many the kernel took, and how many a second. */
export function sendFrames(sizeBytes, count, rate) {
  return send(program, sizeBytes, count, ["--rate", String(rate)]);
}

/** The same flat out, on a processor of the sender's own. */
export function sendFlood(sizeBytes, count) {
  return send(["taskset", "-c", floodProcessor, ...program], sizeBytes, count, []);
}

async function send([command, ...first], sizeBytes, count, pace) {
  const { stdout } = await run(command, [...first,
    "--interface", process.env.WIRE_FAR, "--network-namespace", process.env.WIRE_NAMESPACE, "--count", String(count), "--size", String(sizeBytes), ...pace]);
  return { sent: Number(/sent=(\d+)/.exec(stdout)[1]), rate: Number(/rate=(\d+)/.exec(stdout)[1]) };
}
