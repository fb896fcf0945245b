import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { WEBHOOK_MESSAGE_STATUSES } from "../../contract/webhook.ts";
import { accounts } from "./accounts.ts";
import { oneOf } from "./one-of.ts";

/**
 * Somebody's address that hears of the account's facts, read from the log up to `cursor_seq`. Secrets are sealed;
 * while one rotates, messages carry the signature of the previous one too.
 */
export const webhook_subscriptions = sqliteTable(
  "webhook_subscriptions",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    url: text().notNull(),
    events: text({ mode: "json" }).$type<string[]>().notNull(),
    description: text(),
    secret: text().notNull(),
    previous_secret: text(),
    previous_until: integer(),
    cursor_seq: integer().notNull(),
    active: integer({ mode: "boolean" }).notNull().default(true),
    disabled_at: integer(),
    disabled_reason: text(),
    failing_since: integer(),
    created_by: text(),
    created_at: integer().notNull(),
    updated_at: integer().notNull(),
  },
  (t) => [
    index("webhook_subscriptions_of_account").on(t.account_id, t.created_at, t.id),
    index("webhook_subscriptions_failing")
      .on(t.failing_since)
      .where(sql`${t.active} = 1 AND ${t.failing_since} IS NOT NULL`),
  ],
);

/** One fact for one address: its row is there before it is sent. `replay`: 0, or which asked-for repetition it is. */
export const webhook_messages = sqliteTable(
  "webhook_messages",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    subscription_id: text()
      .notNull()
      .references(() => webhook_subscriptions.id),
    seq: integer().notNull(),
    event_type: text().notNull(),
    /** What must arrive in order: the handoff, or the session where there is none. */
    subject_id: text().notNull(),
    replay: integer().notNull().default(0),
    status: text({ enum: WEBHOOK_MESSAGE_STATUSES }).notNull(),
    attempts: integer().notNull().default(0),
    last_error: text(),
    next_attempt_at: integer(),
    taken_until: integer(),
    created_at: integer().notNull(),
    sent_at: integer(),
  },
  (t) => [
    unique("webhook_messages_once").on(t.subscription_id, t.seq, t.replay),
    index("webhook_messages_waiting")
      .on(t.subscription_id, t.subject_id, t.seq)
      .where(sql`${t.status} IN ('pending', 'sending')`),
    index("webhook_messages_due")
      .on(t.next_attempt_at)
      .where(sql`${t.status} IN ('pending', 'sending')`),
    index("webhook_messages_ended")
      .on(t.created_at)
      .where(sql`${t.status} NOT IN ('pending', 'sending')`),
    check("webhook_messages_status", oneOf(t.status, WEBHOOK_MESSAGE_STATUSES)),
  ],
);

/** What came back, each time; what was sent is told by the fact. */
export const webhook_attempts = sqliteTable(
  "webhook_attempts",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    subscription_id: text()
      .notNull()
      .references(() => webhook_subscriptions.id),
    message_id: text()
      .notNull()
      .references(() => webhook_messages.id),
    status: integer(),
    response_body: text(),
    error: text(),
    duration_ms: integer().notNull(),
    attempted_at: integer().notNull(),
  },
  (t) => [
    index("webhook_attempts_newest").on(t.subscription_id, t.attempted_at, t.id),
    index("webhook_attempts_of_message").on(t.message_id),
    index("webhook_attempts_by_age").on(t.attempted_at),
  ],
);
