const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;

/** How long to wait before the next attempt: full jitter, so that a thousand screens do not come back at once. */
export function backoff(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(LONGEST_MS, SHORTEST_MS * 2 ** attempt));
}
