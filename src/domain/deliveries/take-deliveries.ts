import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { Db } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { deliveries, handoffs } from "../../db/schema.ts";
import { nameIn } from "../sessions/session-row.ts";

/** How long a sender may hold a row before another may take it. */
export const SENDING_LEASE_MS = 25_000;
/** Postmark takes at most 500 messages a batch. */
const MOST = 500;

/** A delivery in a sender's hands, with what its mail says. */
export interface TakenDelivery {
  delivery: InferSelectModel<typeof deliveries>;
  handoff: InferSelectModel<typeof handoffs>;
  problem_summary: string | null;
  /** The reason of the last return, for the mail about it. */
  reason: string | null;
}

/** Which rows to take: those of some handoffs, or whatever is due. */
export type Due = { handoffs: readonly string[] } | "any";

/**
 * Takes the mails that are due: each row goes to exactly one sender, until its lease ends.
 * Rows of a sender that vanished are taken again and marked as uncertain.
 */
export async function takeDeliveries(db: Db, due: Due, now: number): Promise<TakenDelivery[]> {
  const scope =
    due === "any"
      ? sql`1`
      : sql`handoff_id IN (SELECT value FROM json_each(${JSON.stringify(due.handoffs)}))`;
  const taken = await db.all(sql`UPDATE deliveries
    SET status = 'sending', attempts = attempts + 1, taken_until = ${now + SENDING_LEASE_MS},
      uncertain = uncertain OR status = 'sending'
    WHERE id IN (SELECT id FROM deliveries WHERE ${scope} AND channel = 'email' AND (${isDue(now)})
      ORDER BY next_attempt_at LIMIT ${MOST})
    RETURNING id, handoff_id`);
  if (taken.length === 0) return [];
  const ids = JSON.stringify(taken.map((row) => row["id"]));
  const [rows = [], handoffRows = []] = await db.batch([
    sql`SELECT d.* FROM deliveries d WHERE d.id IN (SELECT value FROM json_each(${ids}))`,
    sql`SELECT h.*, s.problem_summary, (SELECT e.details ->> 'reason' FROM account_events e
        WHERE e.handoff_id = h.id AND e.type = 'handoff_returned' ORDER BY e.seq DESC LIMIT 1) AS reason
      FROM handoffs h JOIN sessions s ON s.id = h.session_id
      WHERE h.id IN (SELECT d.handoff_id FROM deliveries d WHERE d.id IN (SELECT value FROM json_each(${ids})))`,
  ]);
  const about = new Map(handoffRows.map((row) => [row["id"], row]));
  return rows.flatMap((row) => {
    const delivery = decodeRow(deliveries, row);
    const handoff = about.get(delivery.handoff_id);
    if (!handoff) return [];
    return {
      delivery,
      handoff: decodeRow(handoffs, handoff),
      problem_summary: nameIn(handoff, "problem_summary"),
      reason: nameIn(handoff, "reason"),
    };
  });
}

function isDue(now: number): SQL {
  // The first condition is that of the index of what is due: without it the whole ledger would be read.
  return sql`status IN ('pending', 'sending') AND
    ((status = 'pending' AND next_attempt_at <= ${now}) OR (status = 'sending' AND taken_until <= ${now}))`;
}
