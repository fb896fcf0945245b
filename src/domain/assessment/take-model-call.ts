import { sql } from "drizzle-orm";
import type { DomainContext } from "../context.ts";
import { settingInQuery } from "./assessment-settings.ts";
import { callsOn, dayOf } from "./model-day.ts";

/**
 * Counts one call to a language model against the account's budget of the day (UTC), in one guarded write, so that two
 * at once never share the last one. Returns whether it may be made; if not, nothing of the account may leave.
 */
export async function takeModelCall(ctx: Pick<DomainContext, "db" | "account_id" | "now">): Promise<boolean> {
  const day = dayOf(ctx.now);
  const made = callsOn(day);
  const taken = await ctx.db.all(sql`UPDATE accounts SET model_calls = ${made} + 1, model_day = ${day}
    WHERE id = ${ctx.account_id} AND ${settingInQuery("use_model")} AND ${made} < ${settingInQuery("model_calls_per_day")}
    RETURNING id`);
  return taken.length > 0;
}
