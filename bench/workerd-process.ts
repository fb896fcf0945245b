import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The process ids of this process's workerds. */
export function workerds(): number[] {
  const listed = execFileSync("ps", ["-eo", "pid=,ppid=,comm="], { encoding: "utf8" });
  return listed.split("\n").flatMap((line) => {
    const [pid, parent, name] = line.trim().split(/\s+/);
    return Number(parent) === process.pid && name?.startsWith("workerd") ? [Number(pid)] : [];
  });
}

/** What a process holds in memory, KiB. */
export function residentKiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}
