import { type SQL, sql } from "drizzle-orm";
import { iso } from "../../platform/iso.ts";

/** The day (UTC) of a moment (ms), by which calls to a language model are counted. */
export function dayOf(moment: number): string {
  return iso(moment).slice(0, "2026-01-31".length);
}

/** The calls that an account has made on a day, inside a query: what was counted on another day is none of it. */
export function callsOn(day: string): SQL {
  return sql`CASE WHEN model_day = ${day} THEN model_calls ELSE 0 END`;
}
