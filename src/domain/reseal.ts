import { sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";

/** Where what belongs to others lies sealed. */
const PLACES = [
  ["psa_connections", "credentials"],
  ["webhook_subscriptions", "secret"],
  ["webhook_subscriptions", "previous_secret"],
  ["channel_targets", "address"],
] as const;

/** Something sealed, as it lies in the database. */
export interface Sealed {
  table: (typeof PLACES)[number][0];
  column: (typeof PLACES)[number][1];
  id: string;
  sealed: string;
}

/** What does not begin like what is sealed under the present key; at most so much of each place. */
export async function listSealedOtherwise(db: Db, mark: string, limit: number): Promise<Sealed[]> {
  const rows = await db.batch(
    PLACES.map(([table, column]) => {
      const value = sql.identifier(column);
      return sql`SELECT id, ${value} AS sealed FROM ${sql.identifier(table)}
        WHERE substr(${value}, 1, ${mark.length}) <> ${mark} LIMIT ${limit}`;
    }),
  );
  return PLACES.flatMap(([table, column], index) =>
    (rows[index] ?? []).map((row) => ({
      table,
      column,
      id: String(row["id"]),
      sealed: String(row["sealed"]),
    })),
  );
}

/** Puts the same, sealed anew, in its place; false if somebody has changed it meanwhile. */
export async function reseal(db: Db, { table, column, id, sealed }: Sealed, anew: string): Promise<boolean> {
  const value = sql.identifier(column);
  const rows = await db.all(sql`UPDATE ${sql.identifier(table)} SET ${value} = ${anew}
    WHERE id = ${id} AND ${value} = ${sealed} RETURNING id`);
  return rows.length > 0;
}
