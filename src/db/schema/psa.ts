import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { PSA_KINDS, PSA_NOTE_REASONS, PSA_NOTE_STATUSES } from "../../contract/psa.ts";
import { accounts } from "./accounts.ts";
import { handoffs } from "./handoffs.ts";
import { oneOf } from "./one-of.ts";
import { sessions } from "./sessions.ts";

/**
 * A PSA system of an account. `credentials` are sealed; `learned` is what its own directory told (zone, address,
 * codebase) and may be asked for again at any time. `busy_until`: one pusher at a time, as Autotask asks.
 */
export const psa_connections = sqliteTable(
  "psa_connections",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    kind: text({ enum: PSA_KINDS }).notNull(),
    name: text().notNull(),
    settings: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
    credentials: text().notNull(),
    learned: text({ mode: "json" }).$type<Record<string, unknown>>(),
    learned_at: integer(),
    /** Null while it works, else why the last call did not, and since when nothing gets through. */
    last_error: text(),
    broken_since: integer(),
    busy_until: integer(),
    created_at: integer().notNull(),
    updated_at: integer().notNull(),
  },
  (t) => [
    index("psa_connections_of_account").on(t.account_id, t.created_at, t.id),
    check("psa_connections_kind", oneOf(t.kind, PSA_KINDS)),
  ],
);

/**
 * One promised note in a ticket, written in the batch of the change it tells about. A row in `pushing` belongs to a
 * pusher until `taken_until`; `uncertain`: an earlier attempt may have reached the ticket.
 */
export const psa_notes = sqliteTable(
  "psa_notes",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    connection_id: text()
      .notNull()
      .references(() => psa_connections.id),
    handoff_id: text()
      .notNull()
      .references(() => handoffs.id),
    session_id: text()
      .notNull()
      .references(() => sessions.id),
    reason: text({ enum: PSA_NOTE_REASONS }).notNull(),
    /** The version of the handoff that it tells about: a second pick-up is another note, a repeated job is not. */
    version: integer().notNull(),
    ticket_ref: text().notNull(),
    /** The PSA's own id of the ticket, once it has been found. */
    ticket_id: text(),
    status: text({ enum: PSA_NOTE_STATUSES }).notNull(),
    merged_into: text(),
    attempts: integer().notNull().default(0),
    last_error: text(),
    note_id: text(),
    url: text(),
    uncertain: integer({ mode: "boolean" }).notNull().default(false),
    next_attempt_at: integer(),
    taken_until: integer(),
    created_at: integer().notNull(),
    /** What was on record then is in the ticket. */
    pushed_at: integer(),
  },
  (t) => [
    uniqueIndex("psa_notes_once").on(t.handoff_id, t.reason, t.version),
    index("psa_notes_of_connection").on(t.connection_id, t.status, t.next_attempt_at),
    index("psa_notes_of_account").on(t.account_id, t.created_at, t.id),
    index("psa_notes_due")
      .on(t.next_attempt_at)
      .where(sql`${t.status} IN ('pending', 'pushing')`),
    check("psa_notes_reason", oneOf(t.reason, PSA_NOTE_REASONS)),
    check("psa_notes_status", oneOf(t.status, PSA_NOTE_STATUSES)),
  ],
);
