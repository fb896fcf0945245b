import { sql } from "drizzle-orm";
import type { Handoff } from "../../contract/handoff.ts";
import { SESSION_STATUS_BY_INTENT } from "../../contract/handoff-lifecycle.ts";
import type { DomainContext } from "../context.ts";
import { selectColleague } from "../deliveries/addressees.ts";
import { DomainError } from "../errors.ts";
import { changeHandoff } from "../handoffs/change-handoff.ts";
import type { HandoffKey } from "../handoffs/handoff-row.ts";
import { nextWhileOpen } from "../ladder/next-action.ts";

/**
 * Puts a handoff back into the queue whose holder cannot work on it any more, with its history.
 * @throws DomainError `not_found`, `invalid_transition` (nobody holds it, or its holder can work on it)
 */
export function freeHandoff(ctx: DomainContext, key: HandoffKey): Promise<Handoff> {
  return changeHandoff(ctx, key, async (handoff) => {
    const { status, claimed_by, claimed_by_name } = handoff;
    if (status !== "claimed" || claimed_by === null) {
      throw new DomainError("invalid_transition", "Nobody holds this handoff.");
    }
    const holder = selectColleague(ctx.account_id, claimed_by);
    if ((await ctx.db.all(holder)).length > 0) {
      throw new DomainError("invalid_transition", "Its holder can work on this handoff.");
    }
    const reason = `${claimed_by_name ?? "Its holder"} cannot work on it any more.`;
    return {
      change: {
        status: "open",
        claimed_by: null,
        claimed_by_name: null,
        claimed_at: null,
        read_back: null,
        correction: null,
        take_over: null,
        opened_version: handoff.version + 1,
        next_action_at: nextWhileOpen(handoff),
      },
      // Asked again by the write: a holder who was given the right back meanwhile keeps it.
      guard: sql`NOT EXISTS (${holder})`,
      session: sql`status = ${SESSION_STATUS_BY_INTENT[handoff.intent]}, escalated_to_id = NULL`,
      fact: { type: "handoff_released", about: { handoff: handoff.id }, details: { reason } },
    };
  });
}
