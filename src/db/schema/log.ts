import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { CHANNELS, DELIVERY_KINDS, DELIVERY_STATUSES } from "../../contract/delivery.ts";
import type { LoggedEventType } from "../../contract/event.ts";
import { accounts } from "./accounts.ts";
import { handoffs } from "./handoffs.ts";
import { users } from "./identity.ts";
import { oneOf } from "./one-of.ts";
import { sessions } from "./sessions.ts";

/** The account's ordered log: one fact a row, `seq` contiguous from 1. */
export const account_events = sqliteTable(
  "account_events",
  {
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    seq: integer().notNull(),
    type: text().$type<LoggedEventType>().notNull(),
    handoff_id: text().references(() => handoffs.id),
    session_id: text()
      .notNull()
      .references(() => sessions.id),
    team_id: text(),
    version: integer(),
    status: text(),
    actor_kind: text({ enum: ["member", "integration", "system"] }).notNull(),
    actor_id: text(),
    actor_name: text().notNull(),
    details: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
    created_at: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.account_id, t.seq] }),
    index("account_events_of_handoff").on(t.handoff_id, t.seq),
    check("account_events_seq", sql`${t.seq} > 0`),
    check("account_events_actor", oneOf(t.actor_kind, ["member", "integration", "system"])),
  ],
);

/**
 * The ledger: one promised notification a row. A row in `sending` belongs to a sender until `taken_until`;
 * `uncertain`: an earlier attempt may have reached the provider.
 */
export const deliveries = sqliteTable(
  "deliveries",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    handoff_id: text()
      .notNull()
      .references(() => handoffs.id),
    channel: text({ enum: CHANNELS }).notNull(),
    kind: text({ enum: DELIVERY_KINDS }).notNull(),
    recipient_id: text().references(() => users.id),
    recipient: text().notNull(),
    /** The chat or browser that is told; null: by mail. */
    target_id: text(),
    status: text({ enum: DELIVERY_STATUSES }).notNull(),
    attempts: integer().notNull().default(0),
    last_error: text(),
    provider_message_id: text(),
    bundled_into: text(),
    /** The step of the ladder that promised it; 0 for what no ladder promised. */
    step: integer().notNull().default(0),
    /** When trying ends, ms; null: a day after it was promised. */
    give_up_at: integer(),
    /** When its button in the mail was used. */
    link_used_at: integer(),
    next_attempt_at: integer(),
    taken_until: integer(),
    uncertain: integer({ mode: "boolean" }).notNull().default(false),
    created_at: integer().notNull(),
    sent_at: integer(),
    delivered_at: integer(),
    /** Of a browser's alert: when it was taken back, and when that is to be tried (again). */
    alert_ended_at: integer(),
    alert_next_at: integer(),
  },
  (t) => [
    uniqueIndex("deliveries_told_once")
      .on(t.handoff_id, t.channel, t.recipient_id)
      .where(sql`${t.kind} = 'first' AND ${t.target_id} IS NULL`),
    uniqueIndex("deliveries_once_a_step")
      .on(t.handoff_id, t.channel, t.recipient_id, t.kind, t.step)
      .where(sql`${t.step} > 0 AND ${t.target_id} IS NULL`),
    uniqueIndex("deliveries_target_told_once")
      .on(t.handoff_id, t.target_id)
      .where(sql`${t.kind} = 'first' AND ${t.target_id} IS NOT NULL`),
    uniqueIndex("deliveries_target_once_a_step")
      .on(t.handoff_id, t.target_id, t.kind, t.step)
      .where(sql`${t.step} > 0 AND ${t.target_id} IS NOT NULL`),
    index("deliveries_sent_to")
      .on(t.account_id, t.recipient_id, t.sent_at)
      .where(sql`${t.sent_at} IS NOT NULL`),
    index("deliveries_bundled")
      .on(t.bundled_into)
      .where(sql`${t.bundled_into} IS NOT NULL`),
    index("deliveries_of_handoff").on(t.handoff_id, t.created_at, t.id),
    index("deliveries_alerts_shown")
      .on(t.handoff_id)
      .where(
        sql`${t.channel} = 'web_push' AND ${t.alert_ended_at} IS NULL AND (${t.status} = 'sent' OR ${t.uncertain} = 1)`,
      ),
    index("deliveries_due")
      .on(t.next_attempt_at)
      .where(sql`${t.status} IN ('pending', 'sending')`),
    check("deliveries_channel", oneOf(t.channel, CHANNELS)),
    check("deliveries_kind", oneOf(t.kind, DELIVERY_KINDS)),
    check("deliveries_status", oneOf(t.status, DELIVERY_STATUSES)),
  ],
);

export const JOB_KINDS = ["assess_handoff", "send_mail", "end_streams"] as const;
export const JOB_STATUSES = ["pending", "done", "failed"] as const;

/** Jobs promised in the batch of the write that needs them; `payload` is emptied when the job ends. */
export const outbox = sqliteTable(
  "outbox",
  {
    id: text().primaryKey(),
    account_id: text().references(() => accounts.id),
    kind: text({ enum: JOB_KINDS }).notNull(),
    subject_id: text(),
    payload: text(),
    status: text({ enum: JOB_STATUSES }).notNull().default("pending"),
    attempts: integer().notNull().default(0),
    last_error: text(),
    next_attempt_at: integer().notNull(),
    created_at: integer().notNull(),
  },
  (t) => [
    index("outbox_due")
      .on(t.next_attempt_at)
      .where(sql`${t.status} = 'pending'`),
    index("outbox_by_subject").on(t.subject_id),
    index("outbox_ended")
      .on(t.created_at)
      .where(sql`${t.status} <> 'pending'`),
    check("outbox_kind", oneOf(t.kind, JOB_KINDS)),
    check("outbox_status", oneOf(t.status, JOB_STATUSES)),
  ],
);

/** The first answer to a keyed request, written in the batch of the write it protects. `answer` is sealed. */
export const idempotency_keys = sqliteTable(
  "idempotency_keys",
  {
    caller: text().notNull(),
    operation: text().notNull(),
    key: text().notNull(),
    body_hash: text().notNull(),
    status: integer().notNull(),
    answer: text().notNull(),
    created_at: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.caller, t.operation, t.key] }),
    index("idempotency_keys_by_age").on(t.created_at),
  ],
);

/** The development mailbox: what would have gone to Postmark while no token is configured. */
export const dev_mails = sqliteTable(
  "dev_mails",
  {
    id: text().primaryKey(),
    delivery_id: text().unique(),
    to: text().notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    html: text().notNull(),
    metadata: text({ mode: "json" }).$type<Record<string, string>>().notNull(),
    created_at: integer().notNull(),
  },
  (t) => [index("dev_mails_newest").on(t.created_at)],
);
