import { sql } from "drizzle-orm";
import type { Db } from "../../db/client.ts";

/** Credentials as they lie in the database. */
export interface SealedConnection {
  id: string;
  credentials: string;
}

/** Connections whose credentials do not begin like those that are sealed under the present key. */
export function listSealedOtherwise(db: Db, mark: string, limit: number): Promise<SealedConnection[]> {
  return db.all<SealedConnection>(sql`SELECT id, credentials FROM psa_connections
    WHERE substr(credentials, 1, ${mark.length}) <> ${mark} LIMIT ${limit}`);
}

/** Puts the same credentials, sealed anew, in their place; false if an admin has changed them meanwhile. */
export async function resealConnection(
  db: Db,
  { id, credentials }: SealedConnection,
  sealed: string,
): Promise<boolean> {
  const rows = await db.all(sql`UPDATE psa_connections SET credentials = ${sealed}
    WHERE id = ${id} AND credentials = ${credentials} RETURNING id`);
  return rows.length > 0;
}
