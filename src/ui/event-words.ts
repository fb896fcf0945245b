import type { LoggedEvent } from "../contract/event.ts";
import { requestIn } from "./asked-take-over.ts";

const FIELDS: Record<string, string> = {
  assessment_status: "the assessment",
  ai_assessment: "the assessment",
  read_back: "the read-back",
  correction: "a correction of the read-back",
  note: "a note",
  notes: "a note",
  psa_note_pushed: "the note on the ticket",
  assessment_verdict: "the verdict on the assessment",
  source_acknowledged_at: "the tool's acknowledgement",
  source_resolved_at: "the tool's all-clear",
};

/** What happened, as half a sentence that follows the name of whoever did it. */
export function eventWords(event: LoggedEvent): string {
  switch (event.type) {
    case "handoff_created":
      return "escalated the session";
    case "handoff_parked":
      return "parked the session";
    case "handoff_claimed":
      return "picked it up";
    case "handoff_released":
      return `released it: ${event.reason}`;
    case "handoff_reassigned":
      return `gave it to ${event.claimed_by.name}: ${event.reason}`;
    case "handoff_returned":
      return `returned it: ${event.reason}`;
    case "handoff_withdrawn":
      return event.reason === null ? "withdrew it" : `withdrew it: ${event.reason}`;
    case "handoff_superseded":
      return "handed off anew, which replaced this one";
    case "handoff_resolved":
    case "session_resolved":
      return `resolved it: ${event.resolution}`;
    case "handoff_updated": {
      if (event.changed.includes("take_over")) {
        const asked = requestIn(event);
        return asked === null
          ? "answered no: it stays where it is"
          : `asked to take it over: ${asked.reason}`;
      }
      const changed = new Set(
        event.changed.map((field) => FIELDS[field]).filter((words) => words !== undefined),
      );
      return changed.size === 0 ? "changed details" : `added ${[...changed].join(" and ")}`;
    }
    case "handoff_reminded":
      return "reminded the team";
    case "handoff_widened":
      return "asked more people";
    case "delivery_changed":
      return `recorded ${event.deliveries.length === 1 ? "a notification" : `${event.deliveries.length} notifications`}`;
    default:
      return "did something this page is too old to know";
  }
}
