import { afterEach, beforeEach } from "vitest";

/**
 * What the Worker logs stays here, and is shown for tests that fail. Handed to the runner at once, a line of an object
 * or a request would wait for the runner's own next message, and a file that has none left would wait for it for ever.
 */
interface KeptLogs {
  lines: unknown[][];
  write(...line: unknown[]): void;
}

function keepLogs(): KeptLogs {
  const kept: KeptLogs = { lines: [], write: console.log };
  for (const method of ["log", "info", "warn", "error", "debug"] as const) {
    console[method] = (...line) => void kept.lines.push(line);
  }
  return kept;
}

// All files share one console.
const shared = globalThis as { keptLogs?: KeptLogs };
const kept = (shared.keptLogs ??= keepLogs());

beforeEach(() => {
  kept.lines = [];
});

afterEach(({ task }) => {
  if (task.result?.state === "fail") for (const line of kept.lines) kept.write(...line);
});
