import { sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";

/** Where what belongs to others lies sealed. */
export const SEALED_PLACES = [
  { table: "psa_connections", column: "credentials" },
  { table: "webhook_subscriptions", column: "secret" },
  { table: "webhook_subscriptions", column: "previous_secret" },
  { table: "channel_targets", column: "address" },
] as const;
export type SealedPlace = (typeof SEALED_PLACES)[number];

/** Something sealed, as it lies in its place. */
export interface Sealed {
  id: string;
  sealed: string;
}

/** What does not begin like what is sealed under the present key, by id, after one of them. */
export async function listSealedOtherwise(
  db: Db,
  { table, column }: SealedPlace,
  mark: string,
  { after, limit }: { after: string; limit: number },
): Promise<Sealed[]> {
  const value = sql.identifier(column);
  const rows = await db.all(sql`SELECT id, ${value} AS sealed FROM ${sql.identifier(table)}
    WHERE id > ${after} AND substr(${value}, 1, ${mark.length}) <> ${mark} ORDER BY id LIMIT ${limit}`);
  return rows.map((row) => ({ id: String(row["id"]), sealed: String(row["sealed"]) }));
}

/** Puts the same, sealed anew, in its place; false if somebody has changed it meanwhile. */
export async function reseal(
  db: Db,
  { table, column }: SealedPlace,
  { id, sealed }: Sealed,
  anew: string,
): Promise<boolean> {
  const value = sql.identifier(column);
  const rows = await db.all(sql`UPDATE ${sql.identifier(table)} SET ${value} = ${anew}
    WHERE id = ${id} AND ${value} = ${sealed} RETURNING id`);
  return rows.length > 0;
}
