import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, unique, uniqueIndex } from "drizzle-orm/sqlite-core";
import { PRIORITIES } from "../../contract/handoff-lifecycle.ts";
import { INTEGRATION_KINDS, POST_OUTCOMES } from "../../contract/integration.ts";
import { accounts } from "./accounts.ts";
import { handoffs } from "./handoffs.ts";
import { teams } from "./members.ts";
import { oneOf } from "./one-of.ts";
import { sessions } from "./sessions.ts";

type Json = Record<string, unknown>;

/** A tool that posts escalations. Only the hashes of its keys are kept; while a key rotates, the previous one works. */
export const integrations = sqliteTable(
  "integrations",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    kind: text({ enum: INTEGRATION_KINDS }).notNull(),
    team_id: text().references(() => teams.id, { onDelete: "set null" }),
    default_priority: text({ enum: PRIORITIES }),
    rules: text({ mode: "json" }).$type<Json[]>().notNull(),
    mapping: text({ mode: "json" }).$type<Json>(),
    key_prefix: text().notNull(),
    key_hash: text().notNull().unique(),
    previous_key_hash: text().unique(),
    previous_key_until: integer(),
    /** The sealed secret of its signatures; null: it does not sign. */
    signing_secret: text(),
    posts_per_minute: integer().notNull(),
    /** The minute that is being counted, ms, and how many posts it had: counted and judged by one statement. */
    counted_minute: integer(),
    counted_posts: integer().notNull().default(0),
    /** The same of its signs of life, which must not be short of places because it posts so much. */
    beat_minute: integer(),
    counted_beats: integer().notNull().default(0),
    /** When its owner was last told that posts were refused. */
    limited_told_at: integer(),
    /** The bundle that takes what comes during a storm, and until when. */
    storm_handoff_id: text(),
    storm_until: integer(),
    storm_minute: integer(),
    storm_count: integer().notNull().default(0),
    heartbeat_minutes: integer(),
    heartbeat_at: integer(),
    /** When silence becomes an escalation; null while none is expected or one is open. */
    heartbeat_due_at: integer(),
    heartbeat_handoff_id: text(),
    active: integer({ mode: "boolean" }).notNull().default(true),
    deleted_at: integer(),
    created_at: integer().notNull(),
    updated_at: integer().notNull(),
  },
  (t) => [
    index("integrations_of_account").on(t.account_id, t.created_at, t.id),
    index("integrations_of_team")
      .on(t.team_id)
      .where(sql`${t.team_id} IS NOT NULL`),
    index("integrations_silent")
      .on(t.heartbeat_due_at)
      .where(sql`${t.heartbeat_due_at} IS NOT NULL`),
    check("integrations_kind", oneOf(t.kind, INTEGRATION_KINDS)),
  ],
);

/** What a tool sent, word for word, and what became of it; the newest are kept for seven days. */
export const integration_posts = sqliteTable(
  "integration_posts",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    integration_id: text()
      .notNull()
      .references(() => integrations.id),
    /** The translator that read it: the end of the address it was posted to. */
    address: text().notNull(),
    content_type: text(),
    body: text().notNull(),
    /** What the body weighs: the index sums it up without the bodies. */
    bytes: integer().notNull().default(0),
    outcome: text({ enum: POST_OUTCOMES }).notNull(),
    detail: text(),
    answer_status: integer().notNull(),
    handoff_ids: text({ mode: "json" }).$type<string[]>().notNull(),
    replay_of: text(),
    received_at: integer().notNull(),
  },
  (t) => [
    index("integration_posts_newest").on(t.integration_id, t.received_at, t.id, t.bytes),
    index("integration_posts_limited")
      .on(t.integration_id, t.received_at)
      .where(sql`${t.outcome} = 'limited'`),
    index("integration_posts_by_age").on(t.received_at),
    check("integration_posts_outcome", oneOf(t.outcome, POST_OUTCOMES)),
  ],
);

/** A thing that a tool says is wrong, by its own key; open ones count, they make no second card. */
export const alerts = sqliteTable(
  "alerts",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    integration_id: text()
      .notNull()
      .references(() => integrations.id),
    dedup_key: text().notNull(),
    summary: text().notNull(),
    handoff_id: text()
      .notNull()
      .references(() => handoffs.id),
    session_id: text()
      .notNull()
      .references(() => sessions.id),
    status: text({ enum: ["open", "resolved"] }).notNull(),
    occurrences: integer().notNull().default(1),
    first_seen_at: integer().notNull(),
    last_seen_at: integer().notNull(),
    acknowledged_at: integer(),
    resolved_at: integer(),
    operation_id: text(),
  },
  (t) => [
    uniqueIndex("alerts_one_open")
      .on(t.integration_id, t.dedup_key)
      .where(sql`${t.status} = 'open'`),
    index("alerts_of_handoff").on(t.handoff_id, t.first_seen_at, t.id),
    index("alerts_open_of_handoff")
      .on(t.handoff_id)
      .where(sql`${t.status} = 'open'`),
    check("alerts_status", oneOf(t.status, ["open", "resolved"])),
  ],
);

/** Where a person's browser, or an account's chat, is told: the address is sealed, its hash tells it from others. */
export const channel_targets = sqliteTable(
  "channel_targets",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    /** Null: the whole account's. */
    user_id: text(),
    channel: text({ enum: ["slack", "teams", "web_push"] }).notNull(),
    name: text().notNull(),
    address: text().notNull(),
    address_hash: text().notNull(),
    active: integer({ mode: "boolean" }).notNull().default(true),
    last_error: text(),
    broken_since: integer(),
    created_at: integer().notNull(),
  },
  (t) => [
    unique("channel_targets_once").on(t.account_id, t.user_id, t.address_hash),
    index("channel_targets_of_account").on(t.account_id, t.channel, t.user_id),
    check("channel_targets_channel", oneOf(t.channel, ["slack", "teams", "web_push"])),
  ],
);
