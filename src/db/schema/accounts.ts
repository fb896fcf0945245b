import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { users } from "./identity.ts";
import { oneOf } from "./one-of.ts";
import { ROLES } from "../../contract/role.ts";

/** The tenant: one MSP. `last_seq` is the counter of its log, `bus_seq` how far its bus has confirmed it. */
export const accounts = sqliteTable(
  "accounts",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    slug: text().notNull().unique(),
    logo: text(),
    metadata: text(),
    region: text(),
    jurisdiction: text(),
    epoch: text()
      .notNull()
      .default(sql`(lower(hex(randomblob(4))))`),
    last_seq: integer().notNull().default(0),
    bus_seq: integer().notNull().default(0),
    created_at: integer({ mode: "timestamp_ms" }).notNull(),
  },
  (t) => [
    index("accounts_lagging")
      .on(t.id)
      .where(sql`${t.last_seq} > ${t.bus_seq}`),
  ],
);

export const teams = sqliteTable(
  "teams",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    created_at: integer().notNull(),
  },
  (t) => [unique("teams_name").on(t.account_id, t.name)],
);

/** A user in an account. A deleted one keeps its row, so that history keeps its names. */
export const members = sqliteTable(
  "members",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    user_id: text()
      .notNull()
      .references(() => users.id),
    role: text({ enum: ROLES }).notNull(),
    team_id: text().references(() => teams.id, { onDelete: "set null" }),
    active: integer({ mode: "boolean" }).notNull().default(true),
    reachable: integer({ mode: "boolean" }).notNull().default(true),
    deleted_at: integer(),
    created_at: integer({ mode: "timestamp_ms" }).notNull(),
  },
  (t) => [
    unique("members_user").on(t.account_id, t.user_id),
    index("members_by_user").on(t.user_id),
    index("members_by_team").on(t.team_id),
    check("members_role", oneOf(t.role, ROLES)),
  ],
);

export const INVITATION_STATUSES = ["pending", "accepted", "rejected", "canceled"] as const;

export const invitations = sqliteTable(
  "invitations",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    email: text().notNull(),
    role: text({ enum: ROLES }).notNull(),
    team_id: text().references(() => teams.id, { onDelete: "set null" }),
    status: text({ enum: INVITATION_STATUSES }).notNull().default("pending"),
    inviter_id: text()
      .notNull()
      .references(() => users.id),
    expires_at: integer({ mode: "timestamp_ms" }).notNull(),
    created_at: integer({ mode: "timestamp_ms" }).notNull(),
  },
  (t) => [
    index("invitations_by_account").on(t.account_id, t.status),
    index("invitations_by_email").on(t.email, t.status),
    index("invitations_of_team")
      .on(t.team_id)
      .where(sql`${t.team_id} IS NOT NULL`),
    check("invitations_role", oneOf(t.role, ROLES)),
    check("invitations_status", oneOf(t.status, INVITATION_STATUSES)),
  ],
);
