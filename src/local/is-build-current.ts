import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./project-root.ts";

const MADE_FROM = ["package-lock.json", "package.json", "src", "tsconfig.json", "wrangler.toml"];

/** Whether page and Worker were built after the last change of anything they are made from. */
export function isBuildCurrent(builtWorker: string): boolean {
  const page = changedAt(join(projectRoot, "dist/ui/index.html"));
  const worker = changedAt(builtWorker);
  if (page === undefined || worker === undefined) return false;
  const built = Math.min(page, worker);
  return MADE_FROM.every((name) => newestIn(join(projectRoot, name)) <= built);
}

/** The last change at or under a path; folders count too, because they change when a file goes. */
function newestIn(path: string): number {
  const own = changedAt(path) ?? 0;
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return own;
  return Math.max(own, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function changedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
