import { sql } from "drizzle-orm";
import type { Handoff } from "../../contract/handoff.ts";
import { TAKE_OVER_SILENCE_MS } from "../../contract/handoff-lifecycle.ts";
import type { TakeOver, TakeOverAnswer } from "../../contract/take-over.ts";
import { iso } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import { decodeAddressee, selectColleague } from "../deliveries/addressees.ts";
import { cancelDeliveries } from "../deliveries/cancel-deliveries.ts";
import { DomainError } from "../errors.ts";
import { nextWhileClaimed } from "../ladder/next-action.ts";
import { type Decision, changeHandoff } from "./change-handoff.ts";
import type { HandoffKey, HandoffRow } from "./handoff-row.ts";
import { hasStanding } from "./handoff-standing.ts";

/**
 * Answers whoever asked to take a handoff over: who agrees gives it to them, with a claim that begins now.
 * @throws DomainError `not_found`, `forbidden` (neither its holder nor an admin, or an admin while the holder may still
 * answer), `invalid_transition` (nobody holds it or has asked, or who asked may not work here any more)
 */
export function answerTakeOver(
  ctx: DomainContext,
  key: HandoffKey,
  { agree }: TakeOverAnswer,
): Promise<Handoff> {
  return changeHandoff(ctx, key, (handoff) => {
    const asked = requireRequest(ctx, handoff);
    return agree ? handOver(ctx, handoff, asked) : keep(handoff);
  });
}

function requireRequest(ctx: DomainContext, handoff: HandoffRow): TakeOver {
  if (handoff.status !== "claimed") throw new DomainError("invalid_transition", "Nobody holds this handoff.");
  const isHolder = hasStanding(ctx, handoff, "holder");
  if (!isHolder && !hasStanding(ctx, handoff, "admin")) {
    throw new DomainError("forbidden", "Only its holder or an admin may answer.");
  }
  const { take_over } = handoff;
  if (!take_over) throw new DomainError("invalid_transition", "Nobody has asked to take this handoff over.");
  const silentAt = take_over.asked_at + TAKE_OVER_SILENCE_MS;
  if (!isHolder && ctx.now < silentAt) {
    throw new DomainError("forbidden", `Until ${iso(silentAt)} only its holder may answer.`);
  }
  return take_over;
}

async function handOver(
  ctx: DomainContext,
  handoff: HandoffRow,
  { by, reason }: TakeOver,
): Promise<Decision<Handoff>> {
  const colleague = selectColleague(ctx.account_id, by.id);
  const [found] = (await ctx.db.all(colleague)).map(decodeAddressee);
  if (!found) {
    throw new DomainError(
      "invalid_transition",
      `${by.name} is no longer an active engineer, admin or owner.`,
    );
  }
  const claimed_by = { id: found.user_id, name: found.name };
  return {
    change: {
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
      details: { reason, claimed_by, claimed_at: iso(ctx.now) },
    },
    // What its former holder was to be reminded of.
    also: (stands) => [cancelDeliveries(ctx, handoff.id, stands)],
  };
}

function keep(handoff: HandoffRow): Decision<Handoff> {
  return {
    change: { take_over: null },
    fact: {
      type: "handoff_updated",
      about: { handoff: handoff.id },
      details: { changed: ["take_over"], take_over: null, agree: false },
    },
  };
}
