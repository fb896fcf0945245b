import type { SQL } from "drizzle-orm";
import type { HandedOff, NewHandoff } from "../../contract/handoff.ts";
import { SESSION_STATUS_BY_INTENT } from "../../contract/handoff-lifecycle.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { branches, handoffs, sessions } from "../../db/schema.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { decodeAddressee, selectTeam } from "../deliveries/addressees.ts";
import { decodeTarget, selectAccountChannels } from "../deliveries/targets.ts";
import { invalidField, notFound } from "../errors.ts";
import type { Fact } from "../events/record-events.ts";
import { type Reads, readFirst } from "../read-ahead.ts";
import { checkReferences, colleagueReference, teamReference } from "../sessions/check-references.ts";
import { type LoadedSession, asRead, decodeActive, selectActiveHandoff } from "../sessions/load-session.ts";
import { presentBranch, presentStep, selectBranches, selectSteps } from "../sessions/session-parts.ts";
import { hasInHand, requireUnresolved } from "../sessions/session-rights.ts";
import { decodeSession, selectSession } from "../sessions/session-row.ts";
import { decodePolicy, selectPolicy } from "../ladder/account-policy.ts";
import { firstToTell } from "../ladder/recipients.ts";
import { WAIT_FOR_ASSESSMENT_MS, promiseNote } from "../psa/promise-note.ts";
import { endHandoff } from "./end-handoff.ts";
import { presentHandoff } from "./handoff-row.ts";
import { cardOf, newHandoff, packageOf, promiseEscalation, willNotify } from "./new-handoff.ts";
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
            escalation_package: packageOf(row),
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
      const promised = promiseEscalation(ctx, { ...row, policy }, { people: told, chats }, operation.stands);
      statements.push(...promised.statements);
      jobs.push(promised.job);
      const note = { reason: "escalation" as const, due: ctx.now + WAIT_FOR_ASSESSMENT_MS };
      notes.push(promiseNote(ctx, { about: { handoff: row.id }, ...note }, operation.stands));
    }
    const answer: HandedOff = {
      ...presentHandoff(row),
      will_notify: willNotify({ people: told, chats }),
    };
    const notify = told.length + chats.length > 0 ? [row.id] : [];
    const due = row.next_action_at;
    const { won } = await commit(ctx, { operation, statements, notes, facts, notify, jobs, due, answer });
    return won ? answer : null;
  });
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
