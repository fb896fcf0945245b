import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import type { NotificationSettings } from "../../contract/notifications.ts";
import { ROLES, type Scope } from "../../contract/role.ts";
import { accounts } from "./accounts.ts";
import { users } from "./identity.ts";
import { oneOf } from "./one-of.ts";

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
    /** Null: mail, at any hour. */
    notifications: text({ mode: "json" }).$type<NotificationSettings>(),
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

/** A key of an account: only its hash is kept. */
export const api_keys = sqliteTable(
  "api_keys",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    prefix: text().notNull(),
    hash: text().notNull().unique(),
    scopes: text({ mode: "json" }).$type<Scope[]>().notNull(),
    created_by: text().references(() => users.id),
    expires_at: integer(),
    created_at: integer().notNull(),
  },
  (t) => [index("api_keys_by_account").on(t.account_id, t.created_at, t.id)],
);
