/** A promise that could not be kept for so long has failed for good. */
export const GIVE_UP_AFTER_MS = 24 * 60 * 60 * 1000;

const FIRST_MS = 5_000;
const LONGEST_MS = 30 * 60_000;

/**
 * How long to wait before the next attempt, ms: doubling from 5 s to half an hour, with full jitter in the upper half
 * so that a thousand waiting mails do not come back at once. `random` is in [0, 1).
 */
export function retryDelay(attempts: number, random: number): number {
  const longest = Math.min(FIRST_MS * 2 ** Math.max(attempts - 1, 0), LONGEST_MS);
  return Math.round(longest / 2 + (longest / 2) * random);
}
