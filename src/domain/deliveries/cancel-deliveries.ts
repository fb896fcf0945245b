import { type SQL, sql } from "drizzle-orm";
import type { DomainContext } from "../context.ts";

/** The kinds that ask for help with a handoff; the others speak to one person about what has become of theirs. */
export const ASKS_FOR_HELP = ["first", "reminder", "widened", "fallback", "bundle"] as const;

/** The statement that cancels what has not gone out yet and asks for help with a handoff that needs none any more. */
export function cancelDeliveries(ctx: DomainContext, handoffId: string, stands: SQL): SQL {
  return sql`UPDATE deliveries SET status = 'cancelled', next_attempt_at = NULL
    WHERE handoff_id = ${handoffId} AND account_id = ${ctx.account_id} AND status = 'pending'
      AND kind IN ${ASKS_FOR_HELP} AND ${stands}`;
}
