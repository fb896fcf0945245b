import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { accounts } from "./accounts.ts";

/** better-auth's `user`. */
export const users = sqliteTable("users", {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  email_verified: integer({ mode: "boolean" }).notNull().default(false),
  image: text(),
  created_at: integer({ mode: "timestamp_ms" }).notNull(),
  updated_at: integer({ mode: "timestamp_ms" }).notNull(),
});

/** better-auth's `session`: one login of one user, in the account it works in. */
export const logins = sqliteTable(
  "logins",
  {
    id: text().primaryKey(),
    user_id: text()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    active_account_id: text().references(() => accounts.id),
    token: text().notNull().unique(),
    ip_address: text(),
    user_agent: text(),
    expires_at: integer({ mode: "timestamp_ms" }).notNull(),
    created_at: integer({ mode: "timestamp_ms" }).notNull(),
    updated_at: integer({ mode: "timestamp_ms" }).notNull(),
  },
  (t) => [index("logins_by_user").on(t.user_id), index("logins_by_expiry").on(t.expires_at)],
);

/** better-auth's `account`: how a user proves who they are (single sign-on). */
export const identities = sqliteTable(
  "identities",
  {
    id: text().primaryKey(),
    user_id: text()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    provider_id: text().notNull(),
    provider_account_id: text().notNull(),
    access_token: text(),
    refresh_token: text(),
    id_token: text(),
    access_token_expires_at: integer({ mode: "timestamp_ms" }),
    refresh_token_expires_at: integer({ mode: "timestamp_ms" }),
    scope: text(),
    password: text(),
    created_at: integer({ mode: "timestamp_ms" }).notNull(),
    updated_at: integer({ mode: "timestamp_ms" }).notNull(),
  },
  (t) => [
    index("identities_by_user").on(t.user_id),
    uniqueIndex("identities_by_provider").on(t.provider_id, t.provider_account_id),
  ],
);

/** better-auth's `verification`: mailed links and codes, hashed. */
export const verifications = sqliteTable(
  "verifications",
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expires_at: integer({ mode: "timestamp_ms" }).notNull(),
    created_at: integer({ mode: "timestamp_ms" }).notNull(),
    updated_at: integer({ mode: "timestamp_ms" }).notNull(),
  },
  (t) => [
    index("verifications_by_identifier").on(t.identifier),
    index("verifications_by_expiry").on(t.expires_at),
  ],
);
