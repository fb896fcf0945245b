import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../../db/client.ts";
import { type Bundled, decodeBundled, selectBundled } from "./bundle-deliveries.ts";
import type { TakenDelivery } from "./take-deliveries.ts";

/** What of some taken deliveries is still to be sent, and what bundles among them say. */
export interface StillToSend {
  wanted: ReadonlySet<string>;
  /** By the id of the bundle's delivery. */
  bundled: ReadonlyMap<string, Bundled[]>;
}

/**
 * Looks again, right before the call: a row whose handoff somebody has picked up or ended since asks for help that
 * nobody needs, and a bundle without an open handoff has nothing to say. A row that is no longer its taker's is not theirs
 * to send.
 */
export async function checkDeliveries(db: Db, taken: readonly TakenDelivery[]): Promise<StillToSend> {
  const bundles = taken.flatMap(({ delivery }) => (delivery.kind === "bundle" ? [delivery.id] : []));
  const [rows = [], lines = []] = await db.batch([selectWanted(taken), selectBundled(bundles)]);
  const bundled = Map.groupBy(lines.map(decodeBundled), ({ bundle_id }) => bundle_id);
  const empty = new Set(bundles.filter((id) => !bundled.has(id)));
  const ids = rows.map((row) => String(row["id"])).filter((id) => !empty.has(id));
  return { wanted: new Set(ids), bundled };
}

/** A reminder to the present holder is that of the claim's lease: it goes out while they hold the handoff. */
function selectWanted(taken: readonly TakenDelivery[]): SQL {
  const held = taken.map(({ delivery: { id, attempts } }) => ({ id, attempts }));
  return sql`SELECT d.id FROM json_each(${JSON.stringify(held)}) t JOIN deliveries d ON d.id = t.value ->> 'id'
      JOIN handoffs h ON h.id = d.handoff_id AND h.account_id = d.account_id
    WHERE d.status = 'sending' AND d.attempts = t.value ->> 'attempts'
      AND (d.kind IN ('returned', 'wake', 'bundle') OR h.status = 'open'
        OR (d.kind = 'reminder' AND h.status = 'claimed' AND h.claimed_by = d.recipient_id))`;
}
