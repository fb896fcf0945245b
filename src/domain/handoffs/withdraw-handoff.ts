import { sql } from "drizzle-orm";
import type { Handoff, Reason } from "../../contract/handoff.ts";
import type { DomainContext } from "../context.ts";
import { END_WITH_HANDOFF, cancelDeliveries } from "../deliveries/cancel-deliveries.ts";
import { changeHandoff } from "./change-handoff.ts";
import type { HandoffKey } from "./handoff-row.ts";
import { requireVerb } from "./handoff-standing.ts";

/**
 * Takes an open handoff back: the engineer goes on.
 * @throws DomainError `not_found`, `forbidden` (neither originator nor admin), `invalid_transition`
 */
export function withdrawHandoff(ctx: DomainContext, key: HandoffKey, { reason }: Reason): Promise<Handoff> {
  return changeHandoff(ctx, key, (handoff) => {
    const status = requireVerb(ctx, handoff, "withdraw");
    return {
      change: { status, next_action_at: null },
      session: sql`status = 'active', escalated_to_id = NULL`,
      fact: { type: "handoff_withdrawn", about: { handoff: handoff.id }, details: { reason } },
      also: (stands) => [cancelDeliveries(ctx, handoff.id, stands, END_WITH_HANDOFF)],
    };
  });
}
