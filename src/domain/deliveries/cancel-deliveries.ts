import { type SQL, sql } from "drizzle-orm";
import type { DeliveryKind } from "../../contract/delivery.ts";
import type { DomainContext } from "../context.ts";

/** The kinds that ask for help with a handoff; the others speak to one person about what has become of theirs. */
export const ASKS_FOR_HELP = ["first", "reminder", "widened", "fallback", "bundle"] as const;

/** The kinds that have nothing to say any more once the engineer goes on, or nobody has to. */
export const END_WITH_HANDOFF = [...ASKS_FOR_HELP, "wake"] as const;

/** Whether a delivery of this kind asks for help. */
export function asksForHelp(kind: DeliveryKind): boolean {
  return ASKS_FOR_HELP.some((one) => one === kind);
}

/**
 * The statement that cancels what has not gone out yet and asks for help with a handoff that needs none any more, also
 * what waits in a bundle; `kinds` says what else. The bundle itself may ask for others: whether it has anything to say it finds out when it goes.
 */
export function cancelDeliveries(
  ctx: DomainContext,
  handoffId: string | SQL,
  stands: SQL,
  kinds: readonly DeliveryKind[] = ASKS_FOR_HELP,
): SQL {
  return sql`UPDATE deliveries SET status = 'cancelled', next_attempt_at = NULL
    WHERE handoff_id = ${handoffId} AND account_id = ${ctx.account_id} AND kind IN ${kinds} AND kind <> 'bundle'
      AND (status = 'pending' OR (status = 'bundled' AND EXISTS
        (SELECT 1 FROM deliveries b WHERE b.id = deliveries.bundled_into AND b.status = 'pending' AND b.attempts = 0)))
      AND ${stands}`;
}
