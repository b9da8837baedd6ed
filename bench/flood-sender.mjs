// Sends floods into the wire that the bench's script has opened, on a processor of the sender's own.

import { execFileSync } from "node:child_process";
import { root } from "./service.mjs";

const cpu = "0";

/** Sends `count` frames flat out; how many the kernel took, and how many a second. */
export function sendFlood(sizeBytes, count) {
  const report = execFileSync("taskset", ["-c", cpu, "dotnet", `${root}/bench/FrameSender/bin/Release/net10.0/FrameSender.dll`,
    "--interface", process.env.WIRE_FAR, "--network-namespace", process.env.WIRE_NAMESPACE, "--count", String(count), "--size", String(sizeBytes)],
  { encoding: "utf8" });
  return { sent: Number(/sent=(\d+)/.exec(report)[1]), rate: Number(/rate=(\d+)/.exec(report)[1]) };
}
