import type { LoggedEvent } from "../../../src/contract/event.ts";
import type { QueueRow } from "../../../src/contract/handoff.ts";

const person = { id: "u-sam", name: "Sam" };

const base = {
  session_id: "s-1",
  handoff_id: "h-1",
  team_id: null,
  version: 1,
  status: "open",
  actor: { kind: "member" as const, ...person },
  created_at: "2026-11-20T10:00:00.000Z",
};
const card = {
  intent: "escalate" as const,
  priority: "normal" as const,
  engineer_notes: "",
  problem_summary: "Printer prints hieroglyphs",
  problem_domain: "printing",
  customer: "Contoso",
  device: null,
  handed_off_by: person,
};

type Of<T extends LoggedEvent["type"]> = Extract<LoggedEvent, { type: T }>;

export function created(seq: number, fields: Partial<Of<"handoff_created">> = {}): LoggedEvent {
  return { type: "handoff_created", seq, ...base, ...card, ...fields };
}

export function parked(seq: number, fields: Partial<Of<"handoff_parked">> = {}): LoggedEvent {
  return { type: "handoff_parked", seq, ...base, ...card, intent: "park", ...fields };
}

export function claimed(seq: number, fields: Partial<Of<"handoff_claimed">> = {}): LoggedEvent {
  const claim = {
    claimed_by: { id: "u-priya", name: "Priya" },
    claimed_at: base.created_at,
    read_back: null,
  };
  return { type: "handoff_claimed", seq, ...base, version: 2, status: "claimed", ...claim, ...fields };
}

export function superseded(seq: number, fields: Partial<Of<"handoff_superseded">> = {}): LoggedEvent {
  return { type: "handoff_superseded", seq, ...base, version: 2, superseded_by: "h-2", ...fields };
}

export function released(seq: number, fields: Partial<Of<"handoff_released">> = {}): LoggedEvent {
  return { type: "handoff_released", seq, ...base, version: 3, reason: "wrong desk", ...fields };
}

export function returned(seq: number, fields: Partial<Of<"handoff_returned">> = {}): LoggedEvent {
  return {
    type: "handoff_returned",
    seq,
    ...base,
    version: 3,
    status: "returned",
    reason: "mine",
    ...fields,
  };
}

export function widened(seq: number, fields: Partial<Of<"handoff_widened">> = {}): LoggedEvent {
  return { type: "handoff_widened", seq, ...base, version: 2, recipients: [], ...fields };
}

export function updated(
  seq: number,
  fields: Partial<Of<"handoff_updated">> & { changed: string[] },
): LoggedEvent {
  return { type: "handoff_updated", seq, ...base, version: 2, ...fields };
}

export function queueRow(fields: Partial<QueueRow> = {}): QueueRow {
  const { session_id, handoff_id, team_id, created_at, version } = base;
  return {
    ...card,
    session_id,
    handoff_id,
    team_id,
    created_at,
    version,
    status: "open",
    handed_off_by_tool: null,
    occurrences: 1,
    last_seen_at: null,
    assessment_status: "pending",
    claimed_by: null,
    claimed_at: null,
    viewers: [],
    next_action_at: null,
    next_escalation: null,
    ...fields,
  };
}
