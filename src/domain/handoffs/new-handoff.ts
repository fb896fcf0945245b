import type { SQL } from "drizzle-orm";
import type { EscalationPolicy } from "../../contract/escalation-policy.ts";
import type { HandedOff, NewHandoff } from "../../contract/handoff.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { outbox } from "../../db/schema.ts";
import { userIdOf } from "../actor.ts";
import type { DomainContext } from "../context.ts";
import type { Addressee } from "../deliveries/addressees.ts";
import { promiseDeliveries, tellingsTo } from "../deliveries/promise-deliveries.ts";
import type { Target } from "../deliveries/targets.ts";
import { nextWhileOpen } from "../ladder/next-action.ts";
import { tellAt } from "../ladder/recipients.ts";
import type { SessionRow } from "../sessions/session-row.ts";
import type { HandoffRow } from "./handoff-row.ts";

/** The row of a handoff as it begins. */
export function newHandoff(
  ctx: DomainContext,
  session: SessionRow,
  input: NewHandoff,
  given: Pick<HandoffRow, "snapshot" | "policy" | "operation_id">,
): HandoffRow {
  const handed_off_by = userIdOf(ctx.actor);
  const row: HandoffRow = {
    id: ctx.newId(),
    account_id: ctx.account_id,
    session_id: session.id,
    team_id: session.team_id,
    intent: input.intent,
    status: "open",
    priority: input.priority,
    engineer_notes: input.engineer_notes ?? null,
    source_branch_id: session.active_branch_id,
    ...given,
    ai_assessment: null,
    ai_assessment_data: null,
    assessment_status: input.intent === "escalate" ? "pending" : "none",
    assessment_verdict: null,
    verdict_comment: null,
    briefing_text: null,
    briefing_source: null,
    briefing_at: null,
    handed_off_by,
    handed_off_by_name: handed_off_by ? ctx.actor.name : null,
    claimed_by: null,
    claimed_by_name: null,
    claimed_at: null,
    read_back: null,
    correction: null,
    psa_note_pushed: false,
    psa_note_id: null,
    to_user_id: input.to_user_id ?? null,
    to_team_id: input.to_team_id ?? null,
    wake_at: input.wake_at ? Date.parse(input.wake_at) : null,
    next_action_at: null,
    occurrences: 1,
    source_acknowledged_at: null,
    source_resolved_at: null,
    ladder_step: 0,
    lease_reminded_at: null,
    opened_version: 1,
    take_over: null,
    version: 1,
    created_at: ctx.now,
    updated_at: ctx.now,
  };
  return { ...row, next_action_at: nextWhileOpen(row) };
}

/** What the event says so that a queue card can be drawn from it alone. */
export function cardOf(row: HandoffRow, session: SessionRow) {
  return {
    intent: row.intent,
    priority: row.priority,
    engineer_notes: row.engineer_notes ?? "",
    problem_summary: session.problem_summary,
    problem_domain: session.problem_domain,
    customer: session.customer,
    device: session.device,
    handed_off_by: row.handed_off_by ? { id: row.handed_off_by, name: row.handed_off_by_name ?? "" } : null,
  };
}

/** What a session keeps of its last escalation. */
export function packageOf({ id, snapshot, intent, engineer_notes }: HandoffRow) {
  return { snapshot, intent, engineer_notes, handoff_id: id };
}

/** Whom an escalation is told to: people, and chats of the whole account. */
export interface ToTell {
  people: readonly Addressee[];
  chats: readonly Target[];
}

/** The statements that promise what an escalation brings: that these are told, and an assessment, whose job it names. */
export function promiseEscalation(
  ctx: DomainContext,
  row: HandoffRow & { policy: EscalationPolicy },
  toTell: ToTell,
  stands: SQL,
): { statements: SQL[]; job: string } {
  const notBefore = (who: Addressee) => tellAt(who, row.policy, row.priority, ctx.now);
  const first = { handoff_id: row.id, kind: "first" as const, ...toTell, notBefore };
  const job = { id: ctx.newId(), account_id: ctx.account_id, kind: "assess_handoff" as const };
  const due = { subject_id: row.id, next_attempt_at: ctx.now, created_at: ctx.now };
  const statements = [
    ...promiseDeliveries(ctx, first, stands),
    insertWhere(outbox, { ...job, ...due }, stands),
  ];
  return { statements, job: job.id };
}

/** Whom the escalator is shown as told: each person in each way in which they are, and the account's chats. */
export function willNotify({ people, chats }: ToTell): HandedOff["will_notify"] {
  return [
    ...tellingsTo(people).map(({ who: { user_id, name }, way: { channel } }) => ({ user_id, name, channel })),
    ...chats.map(({ name, channel }) => ({ user_id: null, name, channel })),
  ];
}
