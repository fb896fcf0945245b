import { sql } from "drizzle-orm";
import type { LoggedEvent } from "../../contract/event.ts";
import type { Db } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { account_events } from "../../db/schema.ts";
import { presentEvent } from "./present-event.ts";

/** The account's events after `seq`, in order, at most `limit`. */
export async function readEventsAfter(
  db: Db,
  accountId: string,
  seq: number,
  limit: number,
): Promise<LoggedEvent[]> {
  const rows = await db.all(sql`SELECT * FROM account_events WHERE account_id = ${accountId} AND seq > ${seq}
    ORDER BY seq LIMIT ${limit}`);
  return rows.map((row) => presentEvent(decodeRow(account_events, row)));
}

/** The epoch and end of an account's log as D1 has them now; null for an account that is not there. */
export async function readLogEnd(
  db: Db,
  accountId: string,
): Promise<{ epoch: string; last_seq: number } | null> {
  const [row] = await db.all<{ epoch: string; last_seq: number }>(
    sql`SELECT epoch, last_seq FROM accounts WHERE id = ${accountId}`,
  );
  return row ?? null;
}
