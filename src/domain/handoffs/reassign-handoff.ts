import { sql } from "drizzle-orm";
import type { Handoff, Reassignment } from "../../contract/handoff.ts";
import { iso } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import { decodeAddressee, selectColleague } from "../deliveries/addressees.ts";
import { cancelDeliveries } from "../deliveries/cancel-deliveries.ts";
import { invalidField } from "../errors.ts";
import { nextWhileClaimed } from "../ladder/next-action.ts";
import { changeHandoff } from "./change-handoff.ts";
import type { HandoffKey } from "./handoff-row.ts";
import { requireVerb } from "./handoff-standing.ts";

/**
 * Gives a claimed handoff to another active engineer, admin or owner.
 * @throws DomainError `not_found`, `validation_failed` (unknown person), `forbidden`, `invalid_transition`
 */
export function reassignHandoff(ctx: DomainContext, key: HandoffKey, input: Reassignment): Promise<Handoff> {
  const colleague = selectColleague(ctx.account_id, input.to_user_id);
  return changeHandoff(ctx, key, async (handoff) => {
    const [found] = (await ctx.db.all(colleague)).map(decodeAddressee);
    if (!found) throw invalidField("/to_user_id", "There is no such active engineer, admin or owner.");
    const claimed_by = { id: found.user_id, name: found.name };
    const status = requireVerb(ctx, handoff, "reassign");
    return {
      change: {
        status,
        claimed_by: claimed_by.id,
        claimed_by_name: claimed_by.name,
        claimed_at: ctx.now,
        read_back: null,
        correction: null,
        lease_reminded_at: null,
        take_over: null,
        next_action_at: nextWhileClaimed(handoff, ctx.now),
      },
      // Asked again by the write: whoever loses the right meanwhile is given nothing to work on.
      guard: sql`EXISTS (${colleague})`,
      session: sql`escalated_to_id = ${claimed_by.id}`,
      fact: {
        type: "handoff_reassigned",
        about: { handoff: handoff.id },
        details: { reason: input.reason, claimed_by, claimed_at: iso(ctx.now) },
      },
      // What its former holder was to be reminded of.
      also: (stands) => [cancelDeliveries(ctx, handoff.id, stands)],
    };
  });
}
