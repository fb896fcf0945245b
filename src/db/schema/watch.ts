import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { FINDING_CODES } from "../../contract/health.ts";
import { accounts } from "./accounts.ts";
import { handoffs } from "./handoffs.ts";

/** What the auditor found wrong in an account and is not put right yet; the row goes when it is. */
export const findings = sqliteTable(
  "findings",
  {
    id: text().primaryKey(),
    account_id: text()
      .notNull()
      .references(() => accounts.id),
    code: text({ enum: FINDING_CODES }).notNull(),
    /** What it is about: the id of a handoff, a delivery, a member; the account's own for its log. */
    subject_id: text().notNull(),
    handoff_id: text().references(() => handoffs.id),
    detail: text().notNull(),
    since: integer().notNull(),
    seen_at: integer().notNull(),
  },
  (t) => [
    unique("findings_once").on(t.account_id, t.code, t.subject_id),
    index("findings_by_age").on(t.seen_at),
    index("findings_of_handoff")
      .on(t.handoff_id)
      .where(sql`${t.handoff_id} IS NOT NULL`),
  ],
);

/** When each of the service's own routines last came to its end, and how. */
export const routines = sqliteTable("routines", {
  name: text().primaryKey(),
  ended_at: integer().notNull(),
  outcome: text().notNull(),
});
