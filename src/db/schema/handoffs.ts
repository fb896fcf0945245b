import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { EscalationPolicy } from "../../contract/escalation-policy.ts";
import { ASSESSMENT_STATUSES, type Assessment, type Snapshot, VERDICTS } from "../../contract/handoff.ts";
import { HANDOFF_INTENTS, HANDOFF_STATUSES, PRIORITIES } from "../../contract/handoff-lifecycle.ts";
import type { TakeOver } from "../../contract/take-over.ts";
import { accounts } from "./accounts.ts";
import { teams } from "./members.ts";
import { users } from "./identity.ts";
import { oneOf } from "./one-of.ts";
import { sessions } from "./sessions.ts";

/** A session leaving its engineer's hands. `operation_id` is the last guarded write to it (see `domain/commit.ts`). */
export const handoffs = sqliteTable(
  "handoffs",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    session_id: text()
      .notNull()
      .references(() => sessions.id),
    team_id: text().references(() => teams.id, { onDelete: "set null" }),
    intent: text({ enum: HANDOFF_INTENTS }).notNull(),
    status: text({ enum: HANDOFF_STATUSES }).notNull(),
    priority: text({ enum: PRIORITIES }).notNull(),
    engineer_notes: text(),
    source_branch_id: text(),
    snapshot: text({ mode: "json" }).$type<Snapshot>().notNull(),
    ai_assessment: text(),
    ai_assessment_data: text({ mode: "json" }).$type<Assessment>(),
    assessment_status: text({ enum: ASSESSMENT_STATUSES }).notNull(),
    assessment_verdict: text({ enum: VERDICTS }),
    verdict_comment: text(),
    /** The briefing, kept so that the second reader gets the same. */
    briefing_text: text(),
    briefing_source: text(),
    briefing_at: integer(),
    handed_off_by: text().references(() => users.id),
    claimed_by: text().references(() => users.id),
    claimed_at: integer(),
    read_back: text(),
    correction: text(),
    psa_note_pushed: integer({ mode: "boolean" }).notNull().default(false),
    psa_note_id: text(),
    to_user_id: text().references(() => users.id),
    to_team_id: text().references(() => teams.id, { onDelete: "set null" }),
    wake_at: integer(),
    /** When the ladder, the lease or the alarm clock of a parked one is next due, whoever looks. */
    next_action_at: integer(),
    /** The account's policy when it was handed off; a later change does not move what is under way. */
    policy: text({ mode: "json" }).$type<EscalationPolicy>(),
    /** How many steps of the ladder have been taken. */
    ladder_step: integer().notNull().default(0),
    /** When its holder was reminded that nothing happens, under the present claim. */
    lease_reminded_at: integer(),
    /** The version with which it last came into the queue: what was offered before is no offer any more. */
    opened_version: integer().notNull().default(1),
    take_over: text({ mode: "json" }).$type<TakeOver>(),
    occurrences: integer().notNull().default(1),
    source_acknowledged_at: integer(),
    source_resolved_at: integer(),
    version: integer().notNull().default(1),
    operation_id: text().notNull(),
    created_at: integer().notNull(),
    updated_at: integer().notNull(),
  },
  (t) => [
    uniqueIndex("handoffs_one_active")
      .on(t.session_id)
      .where(sql`${t.status} IN ('open', 'claimed')`),
    index("handoffs_of_session").on(t.session_id, t.created_at, t.id),
    index("handoffs_unclaimed")
      .on(t.account_id, t.created_at, t.id)
      .where(sql`${t.status} = 'open'`),
    index("handoffs_newest").on(t.account_id, t.created_at, t.id),
    index("handoffs_by_holder").on(t.account_id, t.claimed_by, t.created_at, t.id),
    index("handoffs_by_originator").on(t.account_id, t.handed_off_by, t.created_at, t.id),
    index("handoffs_of_team")
      .on(t.team_id)
      .where(sql`${t.team_id} IS NOT NULL`),
    index("handoffs_to_team")
      .on(t.to_team_id)
      .where(sql`${t.to_team_id} IS NOT NULL`),
    index("handoffs_due")
      .on(t.next_action_at)
      .where(sql`${t.next_action_at} IS NOT NULL`),
    check("handoffs_intent", oneOf(t.intent, HANDOFF_INTENTS)),
    check("handoffs_status", oneOf(t.status, HANDOFF_STATUSES)),
    check("handoffs_priority", oneOf(t.priority, PRIORITIES)),
    check("handoffs_assessment", oneOf(t.assessment_status, ASSESSMENT_STATUSES)),
    check("handoffs_holder", sql`(${t.status} = 'claimed') <= (${t.claimed_by} IS NOT NULL)`),
  ],
);
