import { sql } from "drizzle-orm";
import type { Place } from "../../contract/place.ts";
import type { Db } from "../../db/client.ts";

/** A handoff whose time has come, and where its account's log stood. */
export interface DueHandoff extends Place {
  id: string;
  session_id: string;
  account_id: string;
  next_action_at: number;
  epoch: string;
  last_seq: number;
}

/** Which ones: of one account or of all, after the last one of the round before. */
export interface WhichDue {
  account_id?: string;
  after?: Pick<DueHandoff, "next_action_at" | "id"> | undefined;
  limit: number;
}

/** The next handoffs that are due at this moment (ms), the longest overdue first. */
export function listDueHandoffs(db: Db, which: WhichDue, now: number): Promise<DueHandoff[]> {
  const { account_id, after = { next_action_at: -1, id: "" }, limit } = which;
  const ofAccount = account_id === undefined ? sql`1` : sql`h.account_id = ${account_id}`;
  // Named, as the account's own indexes hold all that it ever had.
  return db.all<DueHandoff>(sql`SELECT h.id, h.session_id, h.account_id, h.next_action_at, a.epoch, a.last_seq, a.region,
      a.jurisdiction
    FROM handoffs h INDEXED BY handoffs_due JOIN accounts a ON a.id = h.account_id
    WHERE h.next_action_at <= ${now} AND (h.next_action_at, h.id) > (${after.next_action_at}, ${after.id})
      AND ${ofAccount}
    ORDER BY h.next_action_at, h.id LIMIT ${limit}`);
}
