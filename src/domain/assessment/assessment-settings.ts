import { type SQL, sql } from "drizzle-orm";
import { AssessmentSettings, FIRST_ASSESSMENT_SETTINGS } from "../../contract/assessment-settings.ts";
import type { DomainContext } from "../context.ts";

/** What the account lets a language model see; that of everybody where it has chosen nothing. */
export async function getAssessmentSettings(ctx: DomainContext): Promise<AssessmentSettings> {
  const [row] = await ctx.db.all(sql`SELECT assessment_settings FROM accounts WHERE id = ${ctx.account_id}`);
  const stored = row?.["assessment_settings"];
  return typeof stored === "string"
    ? AssessmentSettings.parse(JSON.parse(stored))
    : FIRST_ASSESSMENT_SETTINGS;
}

/** Sets what the account lets a language model see; it counts from the next call on. */
export async function changeAssessmentSettings(
  ctx: DomainContext,
  settings: AssessmentSettings,
): Promise<AssessmentSettings> {
  await ctx.db.all(sql`UPDATE accounts SET assessment_settings = ${JSON.stringify(settings)}
    WHERE id = ${ctx.account_id}`);
  return settings;
}

/** One of the account's settings inside a query. */
export function settingInQuery(name: keyof AssessmentSettings): SQL {
  return sql`coalesce(assessment_settings ->> ${`$.${name}`}, ${Number(FIRST_ASSESSMENT_SETTINGS[name])})`;
}
