import { type SQL, sql } from "drizzle-orm";
import {
  SESSION_STATUS_BY_INTENT,
  type HandoffIntent,
  type Priority,
} from "../../contract/handoff-lifecycle.ts";
import type { HandedOff } from "../../contract/handoff.ts";
import type { ToolEvent } from "../../contract/tool-event.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { handoffs, sessions } from "../../db/schema.ts";
import type { DomainContext } from "../context.ts";
import type { Fact } from "../events/record-events.ts";
import { cardOf, newHandoff, packageOf, promiseEscalation, willNotify } from "../handoffs/new-handoff.ts";
import { takeSnapshot } from "../handoffs/take-snapshot.ts";
import { firstToTell } from "../ladder/recipients.ts";
import { newSession } from "../sessions/create-session.ts";
import type { Source } from "./admit-post.ts";
import { intakeOf, notesOf } from "./card-text.ts";

/** How a tool's alert is handed off: what its integration and the rules say. */
export interface Handling {
  intent: HandoffIntent;
  priority: Priority;
  team_id: string | null;
}

/** A session and its handoff that exist if the batch comes this way. */
export interface Card {
  session_id: string;
  handoff_id: string;
  statements: SQL[];
  stands: SQL;
  fact: Fact;
  jobs: string[];
  due: number | null;
  will_notify: HandedOff["will_notify"];
}

/** The session of an alert and its handoff, with what both promise, all of it only `when` the batch comes this way. */
export function newCard(
  ctx: DomainContext,
  source: Source,
  event: ToolEvent,
  { intent, priority, team_id }: Handling,
  operation_id: string,
  when: SQL,
): Card {
  const { integration, policy, team, chats } = source;
  const begun = newSession(
    ctx,
    ctx.newId(),
    {
      intake_type: "webhook",
      intake_content: intakeOf(event, integration),
      problem_summary: event.summary,
      problem_domain: event.problem_domain,
      customer: event.customer,
      contact: event.contact,
      device: event.device,
      team_id,
    },
    operation_id,
  );
  const snapshot = takeSnapshot(begun, [], []);
  const input = { intent, priority, engineer_notes: notesOf(event) };
  const row = newHandoff(ctx, begun, input, { snapshot, policy, operation_id });
  const escalates = intent === "escalate";
  const session = {
    ...begun,
    status: SESSION_STATUS_BY_INTENT[intent],
    handoff_count: 1,
    escalation_package: escalates ? packageOf(row) : null,
  };
  const stands = sql`EXISTS (SELECT 1 FROM sessions o WHERE o.id = ${begun.id} AND o.operation_id = ${operation_id})`;
  const { user_name: _, escalated_to_name: __, ...storedSession } = session;
  const { handed_off_by_name: ___, claimed_by_name: ____, ...storedHandoff } = row;
  // A rule may name a team that has been dissolved since.
  const team_there = sql`(SELECT t.id FROM teams t WHERE t.id = ${team_id} AND t.account_id = ${ctx.account_id})`;
  const statements = [
    insertWhere(sessions, { ...storedSession, team_id: team_there }, when),
    insertWhere(handoffs, { ...storedHandoff, team_id: team_there }, stands),
  ];
  const toTell = escalates
    ? { people: firstToTell(team, { ...row, policy }), chats }
    : { people: [], chats: [] };
  const jobs: string[] = [];
  if (escalates) {
    const promised = promiseEscalation(ctx, { ...row, policy }, toTell, stands);
    statements.push(...promised.statements);
    jobs.push(promised.job);
  }
  return {
    session_id: begun.id,
    handoff_id: row.id,
    statements,
    stands,
    fact: {
      type: escalates ? "handoff_created" : "handoff_parked",
      about: { handoff: row.id },
      details: cardOf(row, begun),
    },
    jobs,
    due: row.next_action_at,
    will_notify: willNotify(toTell),
  };
}
