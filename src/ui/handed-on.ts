/** Something that was just read for the next screen; it is taken once, and only while it is fresh. */
let kept: { path: string; data: unknown; at: number } | null = null;
const FRESH_MS = 5_000;

/** Leaves what was read for the screen that is opened next. */
export function handOn(path: string, data: unknown): void {
  kept = { path, data, at: Date.now() };
}

/** What was left for this resource, if anything. The one who left it read it by the same path. */
export function takeHandedOn<T>(path: string): T | null {
  if (kept === null || kept.path !== path || Date.now() - kept.at > FRESH_MS) return null;
  const { data } = kept;
  kept = null;
  return data as T;
}
