import { sql } from "drizzle-orm";
import type { Handoff, Reassignment } from "../../contract/handoff.ts";
import { iso } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import { decodeAddressee, selectTeam } from "../deliveries/addressees.ts";
import { invalidField } from "../errors.ts";
import { changeHandoff } from "./change-handoff.ts";
import type { HandoffKey } from "./handoff-row.ts";
import { loadHandoff, requireVerb } from "./handoff-standing.ts";

/**
 * Gives a claimed handoff to another active engineer, admin or owner.
 * @throws DomainError `not_found`, `validation_failed` (unknown person), `forbidden`, `invalid_transition`
 */
export async function reassignHandoff(
  ctx: DomainContext,
  key: HandoffKey,
  input: Reassignment,
): Promise<Handoff> {
  await loadHandoff(ctx, key);
  const colleagues = (await ctx.db.all(selectTeam(ctx.account_id))).map(decodeAddressee);
  const colleague = colleagues.find((who) => who.user_id === input.to_user_id);
  if (!colleague) throw invalidField("/to_user_id", "There is no such active engineer, admin or owner.");
  const claimed_by = { id: colleague.user_id, name: colleague.name };
  return changeHandoff(ctx, key, (handoff) => {
    const status = requireVerb(ctx, handoff, "reassign");
    return {
      change: {
        status,
        claimed_by: claimed_by.id,
        claimed_by_name: claimed_by.name,
        claimed_at: ctx.now,
        read_back: null,
        correction: null,
      },
      session: sql`escalated_to_id = ${claimed_by.id}`,
      fact: {
        type: "handoff_reassigned",
        about: { handoff: handoff.id },
        details: { reason: input.reason, claimed_by, claimed_at: iso(ctx.now) },
      },
    };
  });
}
