import type { LoggedEvent } from "../contract/event.ts";
import type { Assessment } from "../contract/handoff.ts";
import type { CardRow } from "./card-row.ts";

/** What an event alone says of a row that is known, or null if it says nothing of it. */
export function changeByEvent(event: LoggedEvent): Partial<CardRow> | null {
  const unknown = { next_action_at: null, next_escalation: null };
  const nobody = { claimed_by: null, claimed_at: null, ...unknown };
  switch (event.type) {
    case "handoff_claimed":
    case "handoff_reassigned": {
      const { claimed_by, claimed_at } = event;
      return { status: "claimed", claimed_by, claimed_at, ...unknown };
    }
    case "handoff_released":
      return { status: "open", ...nobody };
    case "handoff_returned":
      return { status: "returned", ...nobody };
    case "handoff_withdrawn":
      return { status: "withdrawn", ...nobody };
    case "handoff_superseded":
      return { status: "superseded", ...unknown };
    case "handoff_resolved":
      return { status: "resolved", ...unknown };
    case "handoff_updated":
      return changedFields(event);
    default:
      return null;
  }
}

const SHOWN = [
  "assessment_status",
  "priority",
  "engineer_notes",
  "next_action_at",
  "problem_summary",
  "occurrences",
  "last_seen_at",
];

function changedFields(event: Extract<LoggedEvent, { type: "handoff_updated" }>): Partial<CardRow> {
  const fields = Object.fromEntries(
    SHOWN.filter((field) => field in event).map((field) => [field, event[field]]),
  ) as Partial<CardRow>;
  // The one verb that writes this field writes it in this form, or null.
  const assessment = event["ai_assessment_data"] as Assessment | null | undefined;
  return assessment ? { ...fields, assessment_confidence: assessment.confidence } : fields;
}
