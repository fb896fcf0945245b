/** What came of posting a message: a status, or what went wrong without one. */
export interface Posted {
  status: number | null;
  error: string | null;
  response_body: string | null;
  retry_after: number | null;
  duration_ms: number;
  attempted_at: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** How long to wait after each attempt that failed (`integrations.md`); from the last on it stays the same. */
export const RETRY_DELAYS_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR];
/** A message, and a whole subscription, that has failed for so long is given up. */
export const GIVE_UP_MS = 5 * 24 * HOUR;
/** So long a receiver that did not answer is left alone: what else waits for it would hang as well. */
const SILENT_MS = MINUTE;
/** A receiver may ask us to wait, but not for longer than this. */
const LONGEST_WAIT_MS = 24 * HOUR;

/** A result as the message's row takes it. */
export interface MessageOutcome {
  status: "sent" | "pending" | "failed";
  error: string | null;
  next: number | null;
}

/** What an attempt means for its message; `random` in [0, 1) spreads further ones over a tenth more. */
export function messageOutcome(
  message: { attempts: number; created_at: number },
  posted: Posted,
  now: number,
  random: number,
): MessageOutcome {
  const { status, retry_after } = posted;
  if (isTaken(posted)) return { status: "sent", error: null, next: null };
  const error = (posted.error ?? `The address answered ${status}.`).slice(0, 500);
  const planned = RETRY_DELAYS_MS[message.attempts - 1] ?? RETRY_DELAYS_MS.at(-1) ?? HOUR;
  const asked = Math.min(retry_after ?? 0, LONGEST_WAIT_MS);
  const next = now + Math.round(Math.max(planned, asked) * (1 + random / 10));
  // The last attempt is at the very end: until then it might have been taken.
  const end = message.created_at + GIVE_UP_MS;
  if (now >= end) return { status: "failed", error, next: null };
  return { status: "pending", error, next: Math.min(next, end) };
}

/** Until when nothing at all is sent to a receiver after this, ms: it did not answer, or said how long to wait. */
export function pausedUntil({ status, retry_after }: Posted, now: number): number | null {
  if (status === null) return now + SILENT_MS;
  const says = (status === 429 || status === 503) && retry_after !== null;
  return says ? now + Math.min(retry_after, LONGEST_WAIT_MS) : null;
}

/** Only 2xx is success: a redirect is a failure, as nobody has said that the other address may know. */
export function isTaken({ status }: Posted): boolean {
  return status !== null && status >= 200 && status < 300;
}
