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
