import { type SQL, sql } from "drizzle-orm";
import { WORKING_ROLES } from "../../contract/role.ts";
import type { Db } from "../../db/client.ts";
import { nameIn } from "../sessions/session-row.ts";
import { type Bundled, decodeBundled, selectBundled } from "./bundle-deliveries.ts";
import { ASKS_FOR_HELP } from "./cancel-deliveries.ts";
import type { TakenDelivery } from "./take-deliveries.ts";

/** What of some taken deliveries is still to be sent, and what bundles among them say. */
export interface StillToSend {
  wanted: ReadonlySet<string>;
  /** Why others are not, where it is for their person's sake; by the id of the delivery. */
  refused: ReadonlyMap<string, string>;
  /** Those whose chat or browser takes nothing any more, and why; by the id of the delivery. */
  gone: ReadonlyMap<string, string>;
  /** By the id of the bundle's delivery. */
  bundled: ReadonlyMap<string, Bundled[]>;
}

/** Why what was promised to somebody is not sent to them any more. */
export const HAS_LEFT = "They are no longer an active member of this account.";
export const NO_LONGER_WORKS = "They no longer take part in escalations.";
/** Why it is not sent that way. */
export const IS_REMOVED = "This channel was removed.";
export const IS_BROKEN = "This channel takes nothing any more.";

/**
 * Looks again, right before the call: a row whose handoff somebody has picked up or ended since asks for help that
 * nobody needs, a bundle without an open handoff has nothing to say, and whoever has left is told nothing. A row that is
 * no longer its taker's is not theirs to send.
 */
export async function checkDeliveries(db: Db, taken: readonly TakenDelivery[]): Promise<StillToSend> {
  const bundles = taken.flatMap(({ delivery }) => (delivery.kind === "bundle" ? [delivery.id] : []));
  const [rows = [], lines = []] = await db.batch([selectWanted(taken), selectBundled(bundles)]);
  const bundled = Map.groupBy(lines.map(decodeBundled), ({ bundle_id }) => bundle_id);
  const empty = new Set(bundles.filter((id) => !bundled.has(id)));
  const wanted = new Set<string>();
  const refused = new Map<string, string>();
  const gone = new Map<string, string>();
  for (const row of rows) {
    const id = String(row["id"]);
    const [reason, why] = [nameIn(row, "refused"), nameIn(row, "gone")];
    if (empty.has(id)) continue;
    if (reason !== null) refused.set(id, reason);
    else if (why !== null) gone.set(id, why);
    else wanted.add(id);
  }
  return { wanted, refused, gone, bundled };
}

/** The rows that still have something to say, and why their person is not told of it all the same; null: they are. */
function selectWanted(taken: readonly TakenDelivery[]): SQL {
  const held = taken.map(({ delivery: { id, attempts } }) => ({ id, attempts }));
  return sql`SELECT d.id, CASE WHEN d.recipient_id IS NULL THEN NULL WHEN m.id IS NULL THEN ${HAS_LEFT}
      WHEN d.kind IN ${ASKS_FOR_HELP} AND m.role NOT IN ${WORKING_ROLES} THEN ${NO_LONGER_WORKS} END AS refused,
      CASE WHEN d.target_id IS NULL THEN NULL WHEN t.id IS NULL OR t.active = 0 THEN ${IS_REMOVED}
        WHEN t.broken_since IS NOT NULL THEN ${IS_BROKEN} END AS gone
    FROM json_each(${JSON.stringify(held)}) taken JOIN deliveries d ON d.id = taken.value ->> 'id'
      JOIN handoffs h ON h.id = d.handoff_id AND h.account_id = d.account_id
      LEFT JOIN members m ON m.account_id = d.account_id AND m.user_id = d.recipient_id AND m.active = 1
        AND m.deleted_at IS NULL
      LEFT JOIN channel_targets t ON t.id = d.target_id AND t.account_id = d.account_id
    WHERE d.status = 'sending' AND d.attempts = taken.value ->> 'attempts' AND ${saysSomething()}`;
}

/**
 * Whether what a delivery says is still so. The reminder of a claim's lease is no step of the ladder: it goes to the
 * holder, while they hold the handoff, and no other reminder does.
 */
function saysSomething(): SQL {
  return sql`CASE d.kind WHEN 'returned' THEN 1 WHEN 'bundle' THEN 1
    WHEN 'wake' THEN h.status NOT IN ('resolved', 'withdrawn', 'superseded')
    WHEN 'reminder' THEN CASE d.step WHEN 0 THEN h.status = 'claimed' AND h.claimed_by = d.recipient_id
      ELSE h.status = 'open' END
    ELSE h.status = 'open' END`;
}
