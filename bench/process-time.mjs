// Processor time of a running process, to the nanosecond: the sum over its threads, of which /proc/PID/stat only tells hundredths of a second.

import { readFileSync, readdirSync } from "node:fs";

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

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
