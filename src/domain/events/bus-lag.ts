import { sql } from "drizzle-orm";
import type { Place } from "../../contract/place.ts";
import type { Db } from "../../db/client.ts";

/** An account whose log has grown past what its bus has confirmed. */
export interface LaggingAccount extends Place {
  id: string;
  epoch: string;
  last_seq: number;
}

/** The next lagging accounts after this id, so that a long list is gone through to its end. */
export function listLaggingAccounts(db: Db, after: string, limit: number): Promise<LaggingAccount[]> {
  return db.all<LaggingAccount>(
    sql`SELECT id, epoch, last_seq, region, jurisdiction FROM accounts WHERE last_seq > bus_seq AND id > ${after} ORDER BY id LIMIT ${limit}`,
  );
}

/**
 * Writes down how far an account's bus has come in the log of an epoch. A bus that is further than the log, or speaks of
 * another, knows a log that was restored since: it confirms nothing.
 */
export async function confirmBus(
  db: Db,
  { id, epoch }: Pick<LaggingAccount, "id" | "epoch">,
  seq: number,
): Promise<void> {
  await db.all(
    sql`UPDATE accounts SET bus_seq = max(bus_seq, ${seq}) WHERE id = ${id} AND epoch = ${epoch} AND last_seq >= ${seq}`,
  );
}
