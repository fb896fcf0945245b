import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AssessmentSettings } from "../../contract/assessment-settings.ts";
import type { EscalationPolicy } from "../../contract/escalation-policy.ts";

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
    /** Null: the policy of `contract/escalation-policy.ts` that everybody begins with. */
    escalation_policy: text({ mode: "json" }).$type<EscalationPolicy>(),
    /** Null: the settings of `contract/assessment-settings.ts` that everybody begins with. */
    assessment_settings: text({ mode: "json" }).$type<AssessmentSettings>(),
    /** The day (UTC, `2026-01-31`) on which a language model was last asked, and how often on it. */
    model_day: text(),
    model_calls: integer().notNull().default(0),
    created_at: integer({ mode: "timestamp_ms" }).notNull(),
  },
  (t) => [
    index("accounts_lagging")
      .on(t.id)
      .where(sql`${t.last_seq} > ${t.bus_seq}`),
  ],
);
