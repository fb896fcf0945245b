import { sql } from "drizzle-orm";
import type { HandoffStatus } from "../../contract/handoff-lifecycle.ts";
import type { Db } from "../../db/client.ts";
import { TARGET_WORKS } from "./targets.ts";

/** A browser that shows an alert about a handoff which asks for help no more; its address is sealed. */
export interface Alert {
  id: string;
  address: string;
  handoff_id: string;
  session_id: string;
  status: HandoffStatus;
  claimed_by_name: string | null;
  problem_summary: string | null;
}

/** The browsers that were told of a handoff, if it has been picked up or has ended since. */
export function listBrowserAlerts(db: Db, handoffId: string): Promise<Alert[]> {
  return db.all<Alert>(sql`SELECT DISTINCT t.id, t.address, h.id AS handoff_id, h.session_id, h.status,
      u.name AS claimed_by_name, s.problem_summary
    FROM deliveries d JOIN handoffs h ON h.id = d.handoff_id AND h.account_id = d.account_id
      JOIN sessions s ON s.id = h.session_id
      JOIN channel_targets t ON t.id = d.target_id AND t.account_id = d.account_id
      LEFT JOIN users u ON u.id = h.claimed_by
    WHERE d.handoff_id = ${handoffId} AND d.channel = 'web_push' AND d.status IN ('sending', 'sent')
      AND h.status <> 'open' AND ${TARGET_WORKS}`);
}

/** Lets go of browsers that do not listen any more. */
export async function markGone(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.all(sql`DELETE FROM channel_targets WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
    AND channel = 'web_push'`);
}
