import { REPLAY_BYTES, REPLAY_EVENTS } from "./resume.ts";
import { WAITING_EVENTS } from "./slow-reader.ts";

/**
 * How fresh events reach those who listen: one by one; at once, as what a lost nudge left behind; or not at all, as
 * whoever resumed there would be told to reload instead.
 */
export type Telling = "live" | "backlog" | "too_far";

/** How so many events that came at once, and weigh so much together (bytes), are told. */
export function howToTell(events: number, bytes: number): Telling {
  if (events > REPLAY_EVENTS || bytes > REPLAY_BYTES) return "too_far";
  return events > WAITING_EVENTS ? "backlog" : "live";
}
