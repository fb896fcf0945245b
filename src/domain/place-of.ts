import { sql } from "drizzle-orm";
import type { Place } from "../contract/place.ts";
import type { Db } from "../db/client.ts";

/** Where an account's bus lives. Throws if there is no such account. */
export async function placeOf(db: Db, accountId: string): Promise<Place> {
  const [place] = await db.all<Place>(sql`SELECT region, jurisdiction FROM accounts WHERE id = ${accountId}`);
  if (!place) throw new Error("There is no such account.");
  return place;
}
