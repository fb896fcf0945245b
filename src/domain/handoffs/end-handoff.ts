import { type SQL, sql } from "drizzle-orm";
import type { HandoffStatus } from "../../contract/handoff-lifecycle.ts";
import type { DomainContext } from "../context.ts";
import { END_WITH_HANDOFF, cancelDeliveries } from "../deliveries/cancel-deliveries.ts";

/** The statements that end a session's active handoff under an operation on the session: nobody is told or asked any more. */
export function endHandoff(
  ctx: DomainContext,
  handoffId: string,
  status: Extract<HandoffStatus, "superseded" | "withdrawn" | "resolved">,
  stands: SQL,
): SQL[] {
  return [
    sql`UPDATE handoffs SET status = ${status}, version = version + 1, updated_at = ${ctx.now}, next_action_at = NULL,
        take_over = NULL
      WHERE id = ${handoffId} AND account_id = ${ctx.account_id} AND ${stands}`,
    cancelDeliveries(ctx, handoffId, stands, END_WITH_HANDOFF),
  ];
}
