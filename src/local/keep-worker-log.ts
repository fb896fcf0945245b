import { appendFileSync } from "node:fs";
import type { WorkerLine } from "./open-miniflare.ts";

/**
 * Keeps every line of the Worker in the file at `path` and shows only warnings and errors in the terminal.
 * Returns what takes the lines.
 */
export function keepWorkerLog(path: string): (line: WorkerLine) => void {
  return (line) => {
    appendFileSync(path, `${new Date(line.timestamp).toISOString()} ${line.level} ${line.message}\n`);
    if (line.level === "warn" || line.level === "error") console.error(line.message);
  };
}
