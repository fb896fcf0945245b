import type { QueueRow } from "../contract/handoff.ts";

const MINUTE = 60_000;
/** The thresholds of an account that has chosen none, minutes. */
const USUAL = [5, 15] as const;
/** A first step later than this waits for working hours, and says nothing of the policy's minutes. */
const TELLING = 120;

/** How long a handoff has waited, against what the account thinks of as long: not yet, long, too long. */
export type WaitLevel = 0 | 1 | 2;

type Waiting = Pick<QueueRow, "status" | "intent" | "created_at" | "next_action_at">;

/**
 * The ladder's first two thresholds, minutes, as far as waiting handoffs show them: engineers cannot read the policy,
 * but a handoff that is younger than the usual first reminder says when its own first one comes.
 */
export function thresholdsOf(rows: readonly Waiting[], now: number): readonly [number, number] {
  const steps = rows.map((row) => spanOf(row, now)).filter((span) => span !== null);
  const early = steps.filter(({ age, next }) => age < USUAL[0] && next <= TELLING).map(({ next }) => next);
  const first = early.length === 0 ? USUAL[0] : Math.min(...early);
  if (first === USUAL[0]) return USUAL;
  const later = steps.map(({ next }) => next).filter((next) => next > first && next <= TELLING);
  return [first, later.length === 0 ? first * (USUAL[1] / USUAL[0]) : Math.min(...later)];
}

/** Which thresholds a row has crossed. Parked ones wait on purpose. */
export function waitLevel(row: Waiting, thresholds: readonly [number, number], now: number): WaitLevel {
  if (row.status !== "open" || row.intent !== "escalate") return 0;
  const age = (now - Date.parse(row.created_at)) / MINUTE;
  return age >= thresholds[1] ? 2 : age >= thresholds[0] ? 1 : 0;
}

/** Between its age and its next step nothing is due for a row, minutes. */
function spanOf(row: Waiting, now: number): { age: number; next: number } | null {
  if (row.status !== "open" || row.intent !== "escalate" || row.next_action_at === null) return null;
  const created = Date.parse(row.created_at);
  const next = Math.round((Date.parse(row.next_action_at) - created) / MINUTE);
  const age = (now - created) / MINUTE;
  return age < next ? { age, next } : null;
}
