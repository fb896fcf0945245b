import type { SQL } from "drizzle-orm";
import type { HandedOff, NewHandoff } from "../../contract/handoff.ts";
import { SESSION_STATUS_BY_INTENT } from "../../contract/handoff-lifecycle.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { branches, handoffs, outbox, sessions } from "../../db/schema.ts";
import { userIdOf } from "../actor.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { type Addressee, decodeAddressee, selectTeam } from "../deliveries/addressees.ts";
import { promiseDeliveries, tellingsTo } from "../deliveries/promise-deliveries.ts";
import { type Target, decodeTarget, selectAccountChannels } from "../deliveries/targets.ts";
import { invalidField, notFound } from "../errors.ts";
import type { Fact } from "../events/record-events.ts";
import { type Reads, readFirst } from "../read-ahead.ts";
import { checkReferences, colleagueReference, teamReference } from "../sessions/check-references.ts";
import { type LoadedSession, asRead, decodeActive, selectActiveHandoff } from "../sessions/load-session.ts";
import { presentBranch, presentStep, selectBranches, selectSteps } from "../sessions/session-parts.ts";
import { hasInHand, requireUnresolved } from "../sessions/session-rights.ts";
import { decodeSession, selectSession } from "../sessions/session-row.ts";
import { decodePolicy, selectPolicy } from "../ladder/account-policy.ts";
import { nextWhileOpen } from "../ladder/next-action.ts";
import { firstToTell, tellAt } from "../ladder/recipients.ts";
import { WAIT_FOR_ASSESSMENT_MS, promiseNote } from "../psa/promise-note.ts";
import { endHandoff } from "./end-handoff.ts";
import { type HandoffRow, presentHandoff } from "./handoff-row.ts";
import { takeSnapshot } from "./take-snapshot.ts";

/**
 * Parks or escalates a session: the handoff with its snapshot, the session's new state, the fact, and for an
 * escalation a promise to everybody who will be told, in one batch. An active handoff is superseded first.
 * @throws DomainError `not_found` (also for a session that is not in the actor's hands), `validation_failed`
 * (unknown person or team, `wake_at` on an escalation or in the past), `invalid_transition` (resolved)
 */
export function handOffSession(ctx: DomainContext, sessionId: string, input: NewHandoff): Promise<HandedOff> {
  return untilCommitted(async () => {
    const { session, steps, branches, team, policy, channels } = await load(ctx, sessionId, input);
    checkWake(ctx, input);
    requireUnresolved(session);

    const snapshot = takeSnapshot(session, steps, branches);
    const operation = operationOn(ctx, "sessions", sessionId);
    const row = newHandoff(ctx, session, input, { snapshot, policy, operation_id: operation.id });
    const told = input.intent === "escalate" ? firstToTell(team, { ...row, policy }) : [];
    const chats = input.intent === "escalate" ? channels : [];

    const statements: SQL[] = [
      ctx.db.orm
        .update(sessions)
        .set({
          status: SESSION_STATUS_BY_INTENT[input.intent],
          handoff_count: session.handoff_count + 1,
          escalated_to_id: null,
          updated_at: ctx.now,
          operation_id: operation.id,
          ...(input.intent === "escalate" && {
            escalation_package: {
              snapshot,
              intent: input.intent,
              engineer_notes: row.engineer_notes,
              handoff_id: row.id,
            },
          }),
        })
        .where(asRead(session))
        .getSQL(),
    ];
    const facts: Fact[] = [];
    if (session.active) {
      statements.push(...endHandoff(ctx, session.active.id, "superseded", operation.stands));
      const about = { handoff: session.active.id };
      facts.push({ type: "handoff_superseded", about, details: { superseded_by: row.id } });
    }
    const { handed_off_by_name: _, claimed_by_name: __, ...stored } = row;
    statements.push(insertWhere(handoffs, stored, operation.stands));
    facts.push({
      type: input.intent === "park" ? "handoff_parked" : "handoff_created",
      about: { handoff: row.id },
      details: cardOf(row, session),
    });

    const jobs: string[] = [];
    const notes: SQL[] = [];
    if (input.intent === "escalate") {
      const notBefore = (who: Addressee) => tellAt(who, policy, row.priority, ctx.now);
      const first = { handoff_id: row.id, kind: "first" as const, people: told, chats, notBefore };
      statements.push(...promiseDeliveries(ctx, first, operation.stands));
      const job = { id: ctx.newId(), account_id: ctx.account_id, kind: "assess_handoff" as const };
      const due = { subject_id: row.id, next_attempt_at: ctx.now, created_at: ctx.now };
      statements.push(insertWhere(outbox, { ...job, ...due }, operation.stands));
      jobs.push(job.id);
      const note = { reason: "escalation" as const, due: ctx.now + WAIT_FOR_ASSESSMENT_MS };
      notes.push(promiseNote(ctx, { about: { handoff: row.id }, ...note }, operation.stands));
    }
    const answer: HandedOff = {
      ...presentHandoff(row),
      will_notify: willNotify(told, chats),
    };
    const notify = told.length + chats.length > 0 ? [row.id] : [];
    const due = row.next_action_at;
    const { won } = await commit(ctx, { operation, statements, notes, facts, notify, jobs, due, answer });
    return won ? answer : null;
  });
}

/** Whom the answer names: each person in each way in which they are told, and the account's chats. */
function willNotify(told: readonly Addressee[], chats: readonly Target[]): HandedOff["will_notify"] {
  return [
    ...tellingsTo(told).map(({ who: { user_id, name }, way: { channel } }) => ({ user_id, name, channel })),
    ...chats.map(({ name, channel }) => ({ user_id: null, name, channel })),
  ];
}

const YEAR = 366 * 24 * 60 * 60_000;

/** Everything that the decision rests on. */
export const readsOfHandOff: Reads<string> = (account, sessionId) => [
  selectSession(account, sessionId),
  selectActiveHandoff(account, sessionId),
  selectSteps(account, sessionId),
  selectBranches(account, sessionId),
  selectTeam(account),
  selectPolicy(account),
  selectAccountChannels(account),
];

/** Reads that, in at most one round trip; another one only if the body names people or teams. */
async function load(ctx: DomainContext, sessionId: string, input: NewHandoff) {
  const [
    found = [],
    active = [],
    stepRows = [],
    branchRows = [],
    teamRows = [],
    policyRows = [],
    chatRows = [],
  ] = await readFirst(ctx, readsOfHandOff, sessionId);
  if (!found[0]) throw notFound("session");
  const session: LoadedSession = { ...decodeSession(found[0]), active: decodeActive(active[0]) };
  if (!hasInHand(ctx, session)) throw notFound("session");
  await checkReferences(ctx, [
    !!input.to_user_id && colleagueReference(ctx, "/to_user_id", input.to_user_id),
    !!input.to_team_id && teamReference(ctx, "/to_team_id", input.to_team_id),
  ]);
  return {
    session,
    steps: stepRows.map(presentStep),
    branches: branchRows.map((row: Row) => presentBranch(decodeRow(branches, row))),
    team: teamRows.map(decodeAddressee),
    policy: decodePolicy(policyRows[0]),
    channels: chatRows.map(decodeTarget),
  };
}

function checkWake(ctx: DomainContext, input: NewHandoff): void {
  if (!input.wake_at) return;
  if (input.intent !== "park") throw invalidField("/wake_at", "Only a parked handoff can wake its engineer.");
  const at = Date.parse(input.wake_at);
  if (at <= ctx.now) throw invalidField("/wake_at", "This moment has passed.");
  if (at > ctx.now + YEAR) throw invalidField("/wake_at", "At most a year ahead.");
}

function newHandoff(
  ctx: DomainContext,
  session: LoadedSession,
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
function cardOf(row: HandoffRow, session: LoadedSession) {
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
