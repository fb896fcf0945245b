import { type SQL, sql } from "drizzle-orm";
import type { Claim, Handoff } from "../../contract/handoff.ts";
import { iso } from "../../platform/iso.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import { type DomainContext, noteDue } from "../context.ts";
import { cancelDeliveries } from "../deliveries/cancel-deliveries.ts";
import { DomainError, notFound } from "../errors.ts";
import type { Fact } from "../events/record-events.ts";
import {
  type HandoffKey,
  type HandoffRow,
  decodeHandoff,
  presentHandoff,
  selectHandoff,
} from "./handoff-row.ts";
import { promiseNote } from "../psa/promise-note.ts";
import { type Reads, takeAhead } from "../read-ahead.ts";
import { nextWhileClaimed, nextWhileClaimedSql } from "../ladder/next-action.ts";
import { loadHandoff } from "./handoff-standing.ts";

/** What else must stand in the claim's write, and what it writes besides. */
export interface ClaimTerms {
  guard: SQL;
  also: (stands: SQL) => SQL[];
}

/**
 * Picks a handoff up: exactly one person can. The winner's way is one round trip. With `terms`, one that is open but
 * does not meet them is `not_open`.
 * @returns the handoff; for its holder again, unchanged
 * @throws DomainError `not_found`, `already_claimed` (with `claimed_by` and `claimed_at`), `not_open`, `forbidden` (keys)
 */
export function claimHandoff(
  ctx: DomainContext,
  key: HandoffKey,
  input: Claim,
  terms?: ClaimTerms,
): Promise<Handoff> {
  return untilCommitted(() => tryToClaim(ctx, key, input, terms));
}

async function tryToClaim(
  ctx: DomainContext,
  key: HandoffKey,
  input: Claim,
  terms?: ClaimTerms,
): Promise<Handoff | null> {
  const { actor } = ctx;
  if (actor.kind !== "member") throw new DomainError("forbidden", "Only people pick up handoffs.");
  const operation = operationOn(ctx, "handoffs", key.handoff_id);
  const readBack = input.read_back ?? null;
  const claimedBy = { id: actor.user_id, name: actor.name };
  const fact: Fact = {
    type: "handoff_claimed",
    about: { handoff: key.handoff_id },
    details: { claimed_by: claimedBy, claimed_at: iso(ctx.now), read_back: readBack },
  };
  const guard = sql`UPDATE handoffs SET status = 'claimed', claimed_by = ${actor.user_id}, claimed_at = ${ctx.now},
      read_back = ${readBack}, correction = NULL, next_action_at = ${nextWhileClaimedSql(ctx.now)},
      lease_reminded_at = NULL, take_over = NULL, version = version + 1, updated_at = ${ctx.now},
      operation_id = ${operation.id}
    WHERE id = ${key.handoff_id} AND session_id = ${key.session_id} AND account_id = ${ctx.account_id}
      AND status = 'open' AND ${terms?.guard ?? sql`1`}`;
  const session = sql`UPDATE sessions SET status = 'active', escalated_to_id = ${actor.user_id}, updated_at = ${ctx.now}
    WHERE id = ${key.session_id} AND account_id = ${ctx.account_id} AND ${operation.stands}`;

  // A keyed request must store its answer in the batch, so it reads first; without a key the batch itself reads.
  const ahead = readAhead(ctx);
  const before = ctx.keyed ? (ahead ?? (await loadHandoff(ctx, key))) : null;
  const known = ahead ?? before;
  if (known && known.status !== "open") return settled(ctx, known);
  const guards = before ? [sql`${guard} AND version = ${before.version}`] : [guard];
  const cancelled = cancelDeliveries(ctx, key.handoff_id, operation.stands);
  const also = terms?.also(operation.stands) ?? [];
  const statements: SQL[] = [...guards, session, selectHandoff(ctx.account_id, key), cancelled, ...also];
  const answer = before && presentHandoff(claimed(before, ctx, claimedBy, readBack));
  const about = { handoff: key.handoff_id };
  const notes = [promiseNote(ctx, { about, reason: "claim" }, operation.stands)];
  const { won, rows } = await commit(ctx, { operation, statements, notes, facts: [fact], answer });
  const after = rows[2]?.[0];
  if (!after) throw notFound("handoff");
  if (won) {
    const handoff = decodeHandoff(after);
    noteDue(ctx, handoff.next_action_at);
    return presentHandoff(handoff);
  }
  if (terms && after["status"] === "open") throw new DomainError("not_open", "It is not offered any more.");
  return after["status"] === "open" ? null : settled(ctx, decodeHandoff(after));
}

export const readsOfClaim: Reads<HandoffKey> = (account, key) => [selectHandoff(account, key)];

/** The handoff as it was when the caller was recognised: most of those who come late need no more. */
function readAhead(ctx: DomainContext): HandoffRow | null {
  const row = takeAhead(ctx, readsOfClaim)?.[0]?.[0];
  return row ? decodeHandoff(row) : null;
}

/** The answer to somebody who did not win: the holder's own handoff, or who has it. */
function settled(ctx: DomainContext, handoff: HandoffRow): Handoff {
  if (handoff.status !== "claimed") throw new DomainError("not_open", `The handoff is ${handoff.status}.`);
  if (ctx.actor.kind === "member" && handoff.claimed_by === ctx.actor.user_id) return presentHandoff(handoff);
  throw new DomainError("already_claimed", `${handoff.claimed_by_name ?? "Somebody"} picked this up.`, {
    claimed_by: { id: handoff.claimed_by, name: handoff.claimed_by_name },
    claimed_at: handoff.claimed_at === null ? null : iso(handoff.claimed_at),
  });
}

function claimed(
  before: HandoffRow,
  ctx: DomainContext,
  by: { id: string; name: string },
  readBack: string | null,
): HandoffRow {
  return {
    ...before,
    status: "claimed",
    claimed_by: by.id,
    claimed_by_name: by.name,
    claimed_at: ctx.now,
    read_back: readBack,
    correction: null,
    next_action_at: nextWhileClaimed(before, ctx.now),
    lease_reminded_at: null,
    take_over: null,
    version: before.version + 1,
    updated_at: ctx.now,
  };
}
