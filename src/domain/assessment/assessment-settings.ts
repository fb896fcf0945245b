import { type SQL, sql } from "drizzle-orm";
import {
  AssessmentSettings,
  type AssessmentStanding,
  FIRST_ASSESSMENT_SETTINGS,
} from "../../contract/assessment-settings.ts";
import type { DomainContext } from "../context.ts";
import { callsOn, dayOf } from "./model-day.ts";

/** The settings, and how much of them was used. */
type Use = Omit<AssessmentStanding, "model">;

/** What the account lets a language model see (that of everybody where it has chosen nothing), and how often it did today. */
export async function getAssessmentSettings(ctx: DomainContext): Promise<Use> {
  const [row] = await ctx.db.all(sql`SELECT assessment_settings, ${callsOn(dayOf(ctx.now))} AS calls_today
    FROM accounts WHERE id = ${ctx.account_id}`);
  const stored = row?.["assessment_settings"];
  const settings =
    typeof stored === "string" ? AssessmentSettings.parse(JSON.parse(stored)) : FIRST_ASSESSMENT_SETTINGS;
  return { ...settings, calls_today: Number(row?.["calls_today"] ?? 0) };
}

/** Sets what the account lets a language model see; it counts from the next call on. */
export async function changeAssessmentSettings(
  ctx: DomainContext,
  settings: AssessmentSettings,
): Promise<Use> {
  await ctx.db.all(sql`UPDATE accounts SET assessment_settings = ${JSON.stringify(settings)}
    WHERE id = ${ctx.account_id}`);
  return getAssessmentSettings(ctx);
}

/** One of the account's settings inside a query. */
export function settingInQuery(name: keyof AssessmentSettings): SQL {
  return sql`coalesce(assessment_settings ->> ${`$.${name}`}, ${Number(FIRST_ASSESSMENT_SETTINGS[name])})`;
}
