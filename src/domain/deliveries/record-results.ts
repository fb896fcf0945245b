import { type SQL, sql } from "drizzle-orm";
import type { DeliveryStatus } from "../../contract/delivery.ts";
import { assertNever } from "../../platform/assert-never.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { GIVE_UP_AFTER_MS, retryDelay } from "../retry-delay.ts";
import { type BundleFor, openBundleId, openBundles } from "./bundle-deliveries.ts";
import type { TakenDelivery } from "./take-deliveries.ts";

/**
 * What became of one delivery: what the channel said, or that it was not sent because nobody needs it any more or
 * because it goes with a bundle. `retry_after` and `due` are ms, from now and absolute.
 */
export type SendResult =
  | { kind: "sent"; provider_message_id: string }
  | { kind: "retry"; error: string; uncertain: boolean; retry_after?: number }
  | { kind: "failed" | "suppressed"; error: string }
  | { kind: "cancelled"; error?: string }
  | { kind: "bundled"; due: number };

/**
 * Writes into the ledger what became of deliveries of one handoff, with one `delivery_changed` for all of them.
 * A row that somebody else has moved on meanwhile keeps what they wrote.
 */
export async function recordResults(
  ctx: DomainContext,
  handoffId: string,
  results: readonly { taken: TakenDelivery; result: SendResult }[],
  random: () => number,
): Promise<void> {
  let held = results.map(({ taken, result }) => ({
    taken,
    ...outcomeOf(ctx.now, taken, result, random()),
  }));
  await untilCommitted(async () => {
    if (held.length === 0 || (await write(ctx, handoffId, held))) return true;
    const rows = await ctx.db.all(selectHeld(held));
    const ids = new Set(rows.map((row) => row["id"]));
    await addToMoved(
      ctx,
      held.filter(({ taken }) => !ids.has(taken.delivery.id)),
    );
    held = held.filter(({ taken }) => ids.has(taken.delivery.id));
    return null;
  });
}

/** A webhook may have been faster than the answer: what it wrote stands, and gets what only the sender knows. */
async function addToMoved(ctx: DomainContext, moved: readonly Held[]): Promise<void> {
  const sent = moved.flatMap(({ taken: { delivery }, message }) =>
    message === null ? [] : [{ id: delivery.id, attempts: delivery.attempts, message }],
  );
  if (sent.length === 0) return;
  await ctx.db
    .all(sql`UPDATE deliveries SET provider_message_id = coalesce(provider_message_id, r.value ->> 'message'),
      sent_at = coalesce(sent_at, ${ctx.now})
    FROM json_each(${JSON.stringify(sent)}) r WHERE deliveries.id = r.value ->> 'id'
      AND deliveries.account_id = ${ctx.account_id} AND deliveries.attempts = r.value ->> 'attempts'
      AND deliveries.status IN ('delivered', 'bounced')`);
}

/** The rows that are still in the hands of the sender who took them. */
function selectHeld(held: readonly Held[]): SQL {
  const taken = held.map(({ taken: { delivery } }) => ({ id: delivery.id, attempts: delivery.attempts }));
  return sql`SELECT d.id FROM json_each(${JSON.stringify(taken)}) t JOIN deliveries d ON d.id = t.value ->> 'id'
    WHERE d.status = 'sending' AND d.attempts = t.value ->> 'attempts'`;
}

/** Writes all of these results and their one fact; nothing, and false, if a row is no longer held. */
async function write(ctx: DomainContext, handoffId: string, held: readonly Held[]): Promise<boolean> {
  const operation = operationOn(ctx, "handoffs", handoffId);
  const statements = [
    sql`UPDATE handoffs SET operation_id = ${operation.id} WHERE id = ${handoffId} AND account_id = ${ctx.account_id}
      AND (SELECT count(*) FROM (${selectHeld(held)})) = ${held.length}`,
    ...openBundles(ctx, handoffId, bundlesFor(held), operation.stands),
    sql`UPDATE deliveries SET status = r.value ->> 'status', taken_until = NULL, uncertain = r.value ->> 'uncertain',
        next_attempt_at = r.value ->> 'next', last_error = r.value ->> 'error',
        provider_message_id = r.value ->> 'message', sent_at = r.value ->> 'sent_at',
        bundled_into = CASE r.value ->> 'status' WHEN 'bundled' THEN ${openBundleId(ctx)} ELSE bundled_into END
      FROM json_each(${JSON.stringify(held.map((one) => asColumns(one, ctx.now)))}) r
      WHERE deliveries.id = r.value ->> 'id' AND deliveries.account_id = ${ctx.account_id} AND ${operation.stands}`,
  ];
  // Another try is the ledger's affair; people are told what became of it.
  const told = held.filter(({ status }) => status !== "pending");
  const deliveries = told.map(({ taken: { delivery }, status }) => ({
    id: delivery.id,
    channel: delivery.channel,
    recipient_id: delivery.recipient_id,
    status,
  }));
  const { won } = await commit(ctx, {
    operation,
    statements,
    facts:
      told.length === 0
        ? []
        : [{ type: "delivery_changed", about: { handoff: handoffId }, details: { deliveries } }],
    answer: undefined,
  });
  return won;
}

/** A result as the columns it is written into. */
function asColumns({ taken, status, next, error, message, uncertain }: Held, now: number) {
  const sent_at = status === "sent" ? now : null;
  return { id: taken.delivery.id, status, next, error, message, uncertain: uncertain ? 1 : 0, sent_at };
}

/** Who needs a bundle, each once. */
function bundlesFor(held: readonly Held[]): BundleFor[] {
  const people = new Map<string, BundleFor>();
  for (const { taken, bundle_at } of held) {
    const { recipient_id, recipient } = taken.delivery;
    if (bundle_at === null || recipient_id === null) continue;
    people.set(recipient_id, { recipient_id, recipient, due: bundle_at });
  }
  return [...people.values()];
}

type Held = Outcome & { taken: TakenDelivery };

interface Outcome {
  status: DeliveryStatus;
  next: number | null;
  error: string | null;
  message: string | null;
  uncertain: boolean;
  /** When the bundle goes that holds it from now on. */
  bundle_at: number | null;
}

function outcomeOf(now: number, { delivery }: TakenDelivery, result: SendResult, random: number): Outcome {
  const ended = { next: null, error: null, message: null, uncertain: false, bundle_at: null };
  switch (result.kind) {
    case "sent":
      return { ...ended, status: "sent", message: result.provider_message_id };
    case "cancelled":
      return { ...ended, status: "cancelled", error: result.error ?? null };
    case "bundled":
      return { ...ended, status: "bundled", bundle_at: result.due };
    case "failed":
    case "suppressed":
      return { ...ended, status: result.kind, error: result.error };
    case "retry": {
      const { error, uncertain } = result;
      const next = now + delayOf(delivery.attempts, result.retry_after ?? 0, random);
      // Whether it arrived stays open: whoever drives it again looks it up first.
      if (next > giveUpAt(delivery)) return { ...ended, status: "failed", error, uncertain };
      return { ...ended, status: "pending", error, uncertain, next };
    }
    default:
      return assertNever(result);
  }
}

/** Never earlier than the provider asked for, and then not everybody in the same second. */
function delayOf(attempts: number, retryAfter: number, random: number): number {
  const asked = retryAfter > 0 ? retryAfter + retryDelay(1, random) : 0;
  return Math.max(retryDelay(attempts, random), asked);
}

function giveUpAt({ give_up_at, created_at }: TakenDelivery["delivery"]): number {
  return give_up_at ?? created_at + GIVE_UP_AFTER_MS;
}
