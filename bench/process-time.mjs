// Processor time of a running process, to the nanosecond: the sum over its threads, of which /proc/PID/stat only tells hundredths of a second.

import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

export function cpuSeconds(pid) {
  let nanoseconds = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]);
    } catch (fault) {
      // A thread that ended between the list and the question.
      if (fault.code !== "ENOENT" && fault.code !== "ESRCH") throw fault;
    }
  }
  return nanoseconds / 1e9;
}

/** Waits until nothing is under way any more: no more than `restSeconds` of processor time in each of four steps of 50 ms. */
export async function settle(pid, restSeconds) {
  let last = cpuSeconds(pid);
  for (let still = 0; still < 4;) {
    await delay(50);
    const now = cpuSeconds(pid);
    still = now - last < restSeconds ? still + 1 : 0;
    last = now;
  }
}

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
