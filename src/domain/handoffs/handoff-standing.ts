import {
  HANDOFF_VERBS,
  type HandoffStatus,
  type HandoffVerb,
  type Standing,
  canStart,
} from "../../contract/handoff-lifecycle.ts";
import { isAdmin, userIdOf } from "../actor.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, notFound } from "../errors.ts";
import { type HandoffKey, type HandoffRow, decodeHandoff, selectHandoff } from "./handoff-row.ts";

/** @throws DomainError `not_found` */
export async function loadHandoff(ctx: DomainContext, key: HandoffKey): Promise<HandoffRow> {
  const [row] = await ctx.db.all(selectHandoff(ctx.account_id, key));
  if (!row) throw notFound("handoff");
  return decodeHandoff(row);
}

/**
 * Obeys the lifecycle table and returns the status that the verb leads to: first by whom, then from where; a holder's verb where nobody holds it is a matter of state.
 * @throws DomainError `forbidden`, `invalid_transition`
 */
export function requireVerb(ctx: DomainContext, handoff: HandoffRow, verb: HandoffVerb): HandoffStatus {
  const allowed: readonly Standing[] = HANDOFF_VERBS[verb].by;
  const heldByNobody = allowed.includes("holder") && handoff.status !== "claimed";
  if (!heldByNobody && !allowed.some((standing) => hasStanding(ctx, handoff, standing))) {
    throw new DomainError("forbidden", `Only ${allowed.map(who).join(" or ")} may ${verb} this handoff.`);
  }
  if (!canStart(verb, handoff.status)) {
    throw new DomainError(
      "invalid_transition",
      `A handoff that is ${handoff.status} cannot be given this verb: ${verb}.`,
    );
  }
  return HANDOFF_VERBS[verb].to;
}

export function hasStanding(ctx: DomainContext, handoff: HandoffRow, standing: Standing): boolean {
  const me = userIdOf(ctx.actor);
  switch (standing) {
    case "anyone":
      return true;
    case "admin":
      return isAdmin(ctx.actor);
    case "holder":
      return me !== null && handoff.claimed_by === me;
    case "originator":
      return me !== null && handoff.handed_off_by === me;
  }
}

function who(standing: Standing): string {
  return standing === "anyone" ? "an engineer" : standing === "admin" ? "an admin" : `its ${standing}`;
}
