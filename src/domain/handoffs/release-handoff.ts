import { sql } from "drizzle-orm";
import type { Handoff, Reason } from "../../contract/handoff.ts";
import { SESSION_STATUS_BY_INTENT } from "../../contract/handoff-lifecycle.ts";
import type { DomainContext } from "../context.ts";
import { cancelDeliveries } from "../deliveries/cancel-deliveries.ts";
import { nextWhileOpen } from "../ladder/next-action.ts";
import { changeHandoff } from "./change-handoff.ts";
import type { HandoffKey } from "./handoff-row.ts";
import { requireVerb } from "./handoff-standing.ts";

/**
 * Puts a claimed handoff back into the queue.
 * @throws DomainError `not_found`, `forbidden` (neither holder nor admin), `invalid_transition`
 */
export function releaseHandoff(ctx: DomainContext, key: HandoffKey, { reason }: Reason): Promise<Handoff> {
  return changeHandoff(ctx, key, (handoff) => {
    const status = requireVerb(ctx, handoff, "release");
    return {
      change: {
        status,
        claimed_by: null,
        claimed_by_name: null,
        claimed_at: null,
        read_back: null,
        correction: null,
        take_over: null,
        opened_version: handoff.version + 1,
        next_action_at: nextWhileOpen(handoff),
      },
      session: sql`status = ${SESSION_STATUS_BY_INTENT[handoff.intent]}, escalated_to_id = NULL`,
      fact: { type: "handoff_released", about: { handoff: handoff.id }, details: { reason } },
      // What its holder was to be reminded of.
      also: (stands) => [cancelDeliveries(ctx, handoff.id, stands)],
    };
  });
}
