import type { LoggedEvent } from "../contract/event.ts";
import type { QueueRow } from "../contract/handoff.ts";

/** The queue's row of a handoff that has just been made, from its event alone. */
export function queueRowOf(
  event: Extract<LoggedEvent, { type: "handoff_created" | "handoff_parked" }>,
  handoffId: string,
  version: number,
): QueueRow {
  return {
    handoff_id: handoffId,
    session_id: event.session_id,
    team_id: event.team_id,
    intent: event.intent,
    status: "open",
    problem_summary: event.problem_summary,
    problem_domain: event.problem_domain,
    customer: event.customer,
    device: event.device,
    priority: event.priority,
    engineer_notes: event.engineer_notes,
    handed_off_by: event.handed_off_by,
    handed_off_by_tool: event.handed_off_by === null ? event.actor.name : null,
    created_at: event.created_at,
    occurrences: 1,
    last_seen_at: null,
    claimed_by: null,
    claimed_at: null,
    assessment_status: event.intent === "escalate" ? "pending" : "none",
    viewers: [],
    next_action_at: null,
    next_escalation: null,
    version,
  };
}
