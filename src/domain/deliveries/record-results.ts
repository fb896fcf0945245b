import { type SQL, sql } from "drizzle-orm";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { type BundleFor, openBundleId, openBundles } from "./bundle-deliveries.ts";
import { type Change, deliveryFacts } from "./delivery-facts.ts";
import { followBundles } from "./follow-bundles.ts";
import { type SealedNotice, markUnreachable } from "./replace-unreachable.ts";
import { type LostWay, replaceLostWays } from "./replace-lost-ways.ts";
import { type Outcome, type SendResult, outcomeOf } from "./send-outcome.ts";
import type { TakenDelivery } from "./take-deliveries.ts";
import { wayKey } from "./ways.ts";

/**
 * Writes into the ledger what became of deliveries of one handoff, with one `delivery_changed` for all of them, and what
 * follows from it: for what a bundle held, and for whoever turned out to be out of reach (`notice` seals the mail to
 * admins). A row that somebody else has moved on meanwhile keeps what they wrote.
 */
export async function recordResults(
  ctx: DomainContext,
  handoffId: string,
  results: readonly { taken: TakenDelivery; result: SendResult }[],
  random: () => number,
  notice: SealedNotice,
): Promise<void> {
  let held = results.map(({ taken, result }) => ({
    taken,
    is_gone: result.kind === "gone",
    ...outcomeOf(ctx.now, taken, result, random()),
  }));
  await untilCommitted(async () => {
    if (held.length === 0 || (await write(ctx, handoffId, held, notice))) return true;
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

/** Writes all of these results and their facts; nothing, and false, if a row is no longer held. */
async function write(
  ctx: DomainContext,
  handoffId: string,
  held: readonly Held[],
  notice: SealedNotice,
): Promise<boolean> {
  const operation = operationOn(ctx, "handoffs", handoffId);
  const moved = held.map(({ taken: { delivery }, status, error }) => ({ delivery, status, error }));
  const bundles = await followBundles(ctx, moved, operation.stands);
  const lost = lostWays(held);
  const replaced = await replaceLostWays(ctx, lost, notice, operation.stands);
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
    ...bundles.statements,
    ...lost
      .filter(({ delivery }) => delivery.target_id === null)
      .map(({ delivery }) => markUnreachable(ctx, delivery, delivery.recipient, operation.stands)),
    ...replaced.statements,
  ];
  // Another try is the ledger's affair; people are told what became of it.
  const changes = held.flatMap(({ taken: { delivery }, status }): Change[] =>
    status === "pending" ? [] : [{ ...delivery, status }],
  );
  const { won } = await commit(ctx, {
    operation,
    statements,
    facts: deliveryFacts([...changes, ...bundles.changes]),
    notify: replaced.notify,
    jobs: replaced.jobs,
    answer: undefined,
  });
  return won;
}

/** What did not get through for good: what a provider does not send to an address is as lost as a mail that came back. */
function lostWays(held: readonly Held[]): LostWay[] {
  return held.flatMap(({ taken: { delivery }, status, error, is_gone }) => {
    const ends = delivery.target_id === null ? ["suppressed"] : ["bounced", "failed"];
    return ends.includes(status) ? [{ delivery, error: error ?? "", is_gone }] : [];
  });
}

/** A result as the columns it is written into. */
function asColumns({ taken, status, next, error, message, uncertain }: Held, now: number) {
  const sent_at = status === "sent" ? now : null;
  return { id: taken.delivery.id, status, next, error, message, uncertain: uncertain ? 1 : 0, sent_at };
}

/** Which ways need a bundle, each once. */
function bundlesFor(held: readonly Held[]): BundleFor[] {
  const ways = new Map<string, BundleFor>();
  for (const { taken, bundle_at } of held) {
    const { recipient_id, recipient, channel, target_id } = taken.delivery;
    if (bundle_at === null) continue;
    ways.set(wayKey(recipient_id, target_id), {
      recipient_id,
      recipient,
      channel,
      target_id,
      due: bundle_at,
    });
  }
  return [...ways.values()];
}

type Held = Outcome & { taken: TakenDelivery; is_gone: boolean };
