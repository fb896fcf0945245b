import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { SESSION_STATUSES } from "../../contract/handoff-lifecycle.ts";
import { BRANCH_STATUSES, MESSAGE_ROLES, STEP_RESULTS } from "../../contract/session.ts";
import { accounts } from "./accounts.ts";
import { teams } from "./members.ts";
import { users } from "./identity.ts";
import { oneOf } from "./one-of.ts";

type Json = Record<string, unknown>;

/** A troubleshooting session. `operation_id` is the last guarded write to it (see `domain/commit.ts`). */
export const sessions = sqliteTable(
  "sessions",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    team_id: text().references(() => teams.id, { onDelete: "set null" }),
    user_id: text().references(() => users.id),
    source_kind: text({ enum: ["member", "integration"] }).notNull(),
    integration_id: text(),
    source_name: text(),
    api_key_id: text(),
    session_type: text().notNull(),
    intake_type: text().notNull(),
    intake_content: text({ mode: "json" }).$type<Json>().notNull(),
    problem_summary: text(),
    problem_domain: text(),
    customer: text(),
    contact: text(),
    device: text(),
    status: text({ enum: SESSION_STATUSES }).notNull(),
    confidence_tier: text().notNull(),
    step_count: integer().notNull().default(0),
    is_branching: integer({ mode: "boolean" }).notNull().default(false),
    active_branch_id: text(),
    handoff_count: integer().notNull().default(0),
    escalation_package: text({ mode: "json" }).$type<Json>(),
    escalated_to_id: text().references(() => users.id),
    psa_ticket_ref: text(),
    psa_connection_id: text(),
    resolution: text(),
    documentation_text: text(),
    documentation_source: text(),
    documentation_at: integer(),
    operation_id: text(),
    created_at: integer().notNull(),
    updated_at: integer().notNull(),
    resolved_at: integer(),
  },
  (t) => [
    index("sessions_newest").on(t.account_id, t.created_at, t.id),
    index("sessions_by_status").on(t.account_id, t.status, t.created_at, t.id),
    index("sessions_by_engineer").on(t.account_id, t.user_id, t.created_at, t.id),
    index("sessions_by_customer").on(t.account_id, t.customer, t.created_at, t.id),
    index("sessions_of_team")
      .on(t.team_id)
      .where(sql`${t.team_id} IS NOT NULL`),
    check("sessions_status", oneOf(t.status, SESSION_STATUSES)),
    check("sessions_source", oneOf(t.source_kind, ["member", "integration"])),
    check("sessions_counts", sql`${t.step_count} >= 0 AND ${t.handoff_count} >= 0`),
  ],
);

export const messages = sqliteTable(
  "messages",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    session_id: text()
      .notNull()
      .references(() => sessions.id),
    role: text({ enum: MESSAGE_ROLES }).notNull(),
    content: text().notNull(),
    author_id: text().references(() => users.id),
    created_at: integer().notNull(),
  },
  (t) => [
    index("messages_of_session").on(t.session_id, t.created_at, t.id),
    check("messages_role", oneOf(t.role, MESSAGE_ROLES)),
  ],
);

export const branches = sqliteTable(
  "branches",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    session_id: text()
      .notNull()
      .references(() => sessions.id),
    label: text().notNull(),
    status: text({ enum: BRANCH_STATUSES }).notNull(),
    status_reason: text(),
    parent_branch_id: text(),
    branch_order: integer().notNull(),
    created_at: integer().notNull(),
  },
  (t) => [
    unique("branches_order").on(t.session_id, t.branch_order),
    check("branches_status", oneOf(t.status, BRANCH_STATUSES)),
  ],
);

export const steps = sqliteTable(
  "steps",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    session_id: text()
      .notNull()
      .references(() => sessions.id),
    branch_id: text().references(() => branches.id),
    position: integer().notNull(),
    title: text().notNull(),
    result: text({ enum: STEP_RESULTS }).notNull(),
    detail: text(),
    evidence_url: text(),
    author_id: text().references(() => users.id),
    created_at: integer().notNull(),
  },
  (t) => [
    unique("steps_position").on(t.session_id, t.position),
    check("steps_result", oneOf(t.result, STEP_RESULTS)),
  ],
);
