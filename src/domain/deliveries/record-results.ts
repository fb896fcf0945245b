import { type SQL, sql } from "drizzle-orm";
import type { DeliveryStatus } from "../../contract/delivery.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { GIVE_UP_AFTER_MS, retryDelay } from "../retry-delay.ts";
import type { TakenDelivery } from "./take-deliveries.ts";

/** What a channel said about one delivery. */
export type SendResult =
  | { kind: "sent"; provider_message_id: string }
  | { kind: "retry"; error: string; uncertain: boolean }
  | { kind: "failed" | "suppressed"; error: string };

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
    held = held.filter(({ taken }) => ids.has(taken.delivery.id));
    return null;
  });
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
    sql`UPDATE deliveries SET status = r.value ->> 'status', taken_until = NULL, uncertain = r.value ->> 'uncertain',
        next_attempt_at = r.value ->> 'next', last_error = r.value ->> 'error',
        provider_message_id = r.value ->> 'message', sent_at = r.value ->> 'sent_at'
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

type Held = Outcome & { taken: TakenDelivery };

interface Outcome {
  status: DeliveryStatus;
  next: number | null;
  error: string | null;
  message: string | null;
  uncertain: boolean;
}

function outcomeOf(now: number, { delivery }: TakenDelivery, result: SendResult, random: number): Outcome {
  if (result.kind === "sent") {
    return { status: "sent", next: null, error: null, message: result.provider_message_id, uncertain: false };
  }
  const ended = { next: null, error: result.error, message: null, uncertain: false };
  if (result.kind !== "retry") return { status: result.kind, ...ended };
  const next = now + retryDelay(delivery.attempts, random);
  if (next > delivery.created_at + GIVE_UP_AFTER_MS) return { status: "failed", ...ended };
  return { status: "pending", ...ended, next, uncertain: result.uncertain };
}
