import { sql } from "drizzle-orm";
import type { Handoff, Reason } from "../../contract/handoff.ts";
import type { DomainContext } from "../context.ts";
import { type Addressee, decodeAddressee, selectActiveMember } from "../deliveries/addressees.ts";
import { cancelDeliveries } from "../deliveries/cancel-deliveries.ts";
import { promiseDeliveries } from "../deliveries/promise-deliveries.ts";
import { DomainError } from "../errors.ts";
import { changeHandoff } from "./change-handoff.ts";
import type { HandoffKey, HandoffRow } from "./handoff-row.ts";
import { requireVerb } from "./handoff-standing.ts";

/**
 * Gives a handoff back to the engineer it came from, who is told by mail.
 * @throws DomainError `not_found`, `forbidden` (not its holder), `invalid_transition` (also for a tool's escalation,
 * and where the engineer has left)
 */
export function returnHandoff(ctx: DomainContext, key: HandoffKey, { reason }: Reason): Promise<Handoff> {
  return changeHandoff(ctx, key, async (handoff) => {
    const status = requireVerb(ctx, handoff, "return");
    const originator = await loadOriginator(ctx, handoff);
    return {
      change: {
        status,
        claimed_by: null,
        claimed_by_name: null,
        claimed_at: null,
        take_over: null,
        next_action_at: null,
      },
      session: sql`status = 'active', escalated_to_id = NULL`,
      fact: { type: "handoff_returned", about: { handoff: handoff.id }, details: { reason } },
      also: (stands) => [
        cancelDeliveries(ctx, handoff.id, stands),
        ...promiseDeliveries(ctx, { handoff_id: handoff.id, kind: "returned", people: originator }, stands),
      ],
      notifies: originator.length > 0,
    };
  });
}

/** The originator to tell: nobody where they return it to themselves. */
async function loadOriginator(ctx: DomainContext, handoff: HandoffRow): Promise<Addressee[]> {
  if (handoff.handed_off_by === null) {
    throw new DomainError(
      "invalid_transition",
      "A tool posted this escalation; there is nobody to return it to.",
    );
  }
  const found = (await ctx.db.all(selectActiveMember(ctx.account_id, handoff.handed_off_by))).map(
    decodeAddressee,
  );
  if (found.length === 0) {
    throw new DomainError(
      "invalid_transition",
      "Whoever escalated this does not work here any more. Release it, or give it to somebody else.",
    );
  }
  return handoff.handed_off_by === handoff.claimed_by ? [] : found;
}
