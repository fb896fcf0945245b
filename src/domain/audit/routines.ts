import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../../db/client.ts";

/** A routine of the service that has come to its end, or has failed on the way. */
export interface RoutineEnd {
  name: string;
  outcome: "done" | "failed";
  /** When, ms. */
  ended_at: number;
}

/** Writes down when routines ended. One that failed keeps the moment at which it last came to its end (0: never yet). */
export async function recordRoutines(db: Db, ends: readonly RoutineEnd[]): Promise<void> {
  const rows = ends.map((end) => (end.outcome === "failed" ? { ...end, ended_at: 0 } : end));
  await db.all(sql`INSERT INTO routines (name, ended_at, outcome)
    SELECT r.value ->> 'name', r.value ->> 'ended_at', r.value ->> 'outcome'
    FROM json_each(${JSON.stringify(rows)}) r WHERE 1
    ON CONFLICT DO UPDATE SET outcome = excluded.outcome,
      ended_at = CASE excluded.ended_at WHEN 0 THEN routines.ended_at ELSE excluded.ended_at END`);
}

/** When a routine last came to its end, if it ever did. */
export function selectRoutine(name: string): SQL {
  return sql`SELECT ended_at FROM routines WHERE name = ${name} AND ended_at > 0`;
}

/** How long ago a routine last came to its end, ms; null if it never did. */
export async function sinceRoutine(db: Db, name: string, now: number): Promise<number | null> {
  const [row] = await db.all<{ ended_at: number }>(selectRoutine(name));
  return row ? now - row.ended_at : null;
}
