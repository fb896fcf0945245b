import type { LoggedEvent } from "../contract/event.ts";
import type { Person } from "../contract/person.ts";

/** Somebody who has asked the holder for a handoff and waits for an answer. */
export interface AskedTakeOver {
  by: Person;
  reason: string;
  asked_at: string;
}

/** The request that stands at the end of a handoff's timeline; whoever is given it anew is asked anew. */
export function askedTakeOver(timeline: readonly LoggedEvent[]): AskedTakeOver | null {
  let asked: AskedTakeOver | null = null;
  for (const event of timeline) {
    if (ENDS_IT.has(event.type)) asked = null;
    if (event.type === "handoff_updated" && event.changed.includes("take_over")) asked = requestIn(event);
  }
  return asked;
}

const ENDS_IT: ReadonlySet<LoggedEvent["type"]> = new Set([
  "handoff_claimed",
  "handoff_released",
  "handoff_reassigned",
  "handoff_returned",
  "handoff_superseded",
  "handoff_resolved",
]);

/** What an event says of it; null once it was answered. */
export function requestIn(event: Record<string, unknown>): AskedTakeOver | null {
  // The one verb that writes this field writes it in this form, or null.
  return (event["take_over"] ?? null) as AskedTakeOver | null;
}
