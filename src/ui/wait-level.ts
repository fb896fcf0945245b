import type { QueueRow } from "../contract/handoff.ts";

const MINUTE = 60_000;
/** The thresholds of an account that has chosen none, minutes. */
const USUAL = [5, 15];
/** A next step later than this is one that waits for working hours, and says nothing of the others. */
const TELLING = 120;

/** How long a handoff has waited, against what the account thinks of as long: not yet, long, too long. */
export type WaitLevel = 0 | 1 | 2;

type Waiting = Pick<QueueRow, "status" | "intent" | "created_at" | "next_action_at">;

/**
 * The ladder's first two thresholds, minutes, as far as waiting handoffs show them. Engineers cannot read the policy,
 * but what waits says when its next step comes, and thereby that none comes before that.
 */
export function thresholdsOf(rows: readonly Waiting[], now: number): readonly [number, number] {
  const known = new Set(USUAL);
  const spans = rows.map((row) => spanOf(row, now)).filter((span) => span !== null);
  const telling = spans.filter(({ next }) => next <= TELLING);
  for (const { next } of telling) known.add(next);
  const left = [...known]
    .filter((minute) => !telling.some(({ age, next }) => age < minute && minute < next))
    .toSorted((a, b) => a - b);
  const [first = USUAL[0] ?? 0, second = Math.max(first, USUAL[1] ?? 0)] = left;
  return [first, second];
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
