import { type SQL, sql } from "drizzle-orm";
import type { DomainContext } from "../context.ts";
import { GIVE_UP_MS, type Posted, isTaken, messageOutcome, pausedUntil } from "./attempt-outcome.ts";
import { type SealedEnd, endSubscription } from "./end-subscription.ts";
import type { SubscriptionRow } from "./subscription-row.ts";
import type { TakenMessage } from "./take-messages.ts";

export interface Attempted {
  taken: TakenMessage;
  posted: Posted;
}

/** An address that says so is gone for good. */
const GONE = 410;

/**
 * Writes down attempts of one account: each in the log, what it means for its message, for those that wait behind it and
 * for its subscription. One that is gone, or has taken nothing for five days, is switched off, and admins are promised
 * word of it, in the same batch. A message that somebody else has moved on meanwhile keeps what they wrote.
 * @returns when something is due again, ms
 */
export async function recordAttempts(
  ctx: DomainContext,
  attempted: readonly Attempted[],
  random: () => number,
  seal: SealedEnd,
): Promise<number[]> {
  const { account_id, now } = ctx;
  const results = attempted.map(({ taken, posted }) => {
    const { id, attempts, subscription_id, subject_id, created_at } = taken.message;
    const outcome = messageOutcome({ attempts, created_at }, posted, now, random());
    const log = { attempt: ctx.newId(), ...posted, code: posted.status };
    return { ...log, ...outcome, id, attempts, subscription_id, subject_id };
  });
  const all = sql`json_each(${JSON.stringify(results)}) r`;
  const held = sql`m.id = r.value ->> 'id' AND m.account_id = ${account_id}`;
  const { statements, jobs } = await subscriptionsAfter(ctx, attempted, seal);
  await ctx.db.batch([
    sql`INSERT INTO webhook_attempts (id, account_id, subscription_id, message_id, status, response_body, error,
        duration_ms, attempted_at)
      SELECT r.value ->> 'attempt', m.account_id, m.subscription_id, m.id, r.value ->> 'code',
        r.value ->> 'response_body', r.value ->> 'error', r.value ->> 'duration_ms', r.value ->> 'attempted_at'
      FROM ${all} CROSS JOIN webhook_messages m ON ${held} WHERE 1`,
    sql`UPDATE webhook_messages AS m SET status = r.value ->> 'status', last_error = r.value ->> 'error',
        next_attempt_at = r.value ->> 'next', taken_until = NULL,
        sent_at = CASE r.value ->> 'status' WHEN 'sent' THEN ${now} END
      FROM ${all} WHERE ${held} AND m.status = 'sending' AND m.attempts = r.value ->> 'attempts'`,
    // Whatever waits behind a message is not due before it.
    sql`UPDATE webhook_messages AS m SET next_attempt_at = max(m.next_attempt_at, r.value ->> 'next')
      FROM ${all} WHERE r.value ->> 'next' IS NOT NULL AND m.subscription_id = r.value ->> 'subscription_id'
        AND m.subject_id = r.value ->> 'subject_id' AND m.status IN ('pending', 'sending') AND m.status = 'pending'
        AND m.account_id = ${account_id}`,
    ...statements,
  ]);
  for (const job of jobs) ctx.committed.jobs.add(job);
  const pauses = attempted.map(({ posted }) => pausedUntil(posted, now));
  return [...results.map(({ next }) => next), ...pauses].filter((due) => due !== null);
}

/** What attempts mean for their subscriptions: how long they have failed, when to go on, and whether that is the end. */
async function subscriptionsAfter(
  ctx: DomainContext,
  attempted: readonly Attempted[],
  seal: SealedEnd,
): Promise<{ statements: SQL[]; jobs: string[] }> {
  const statements: SQL[] = [];
  const jobs: string[] = [];
  for (const some of Map.groupBy(attempted, ({ taken }) => taken.subscription.id).values()) {
    const subscription = some[0]?.taken.subscription;
    if (!subscription) continue;
    const isGone = some.some(({ posted }) => posted.status === GONE);
    if (!isGone && some.some(({ posted }) => isTaken(posted))) {
      statements.push(...worksAgain(ctx, subscription));
      continue;
    }
    statements.push(...fails(ctx, subscription, some));
    const since = subscription.failing_since ?? ctx.now;
    if (!isGone && since > ctx.now - GIVE_UP_MS) continue;
    const end = await endSubscription(ctx, subscription, isGone ? "gone" : "failed_long", seal);
    statements.push(...end.statements);
    jobs.push(...end.jobs);
  }
  return { statements, jobs };
}

/** A receiver that takes something is told at once of what has only waited for it. */
function worksAgain({ account_id, now }: DomainContext, { id }: SubscriptionRow): SQL[] {
  const own = sql`id = ${id} AND account_id = ${account_id} AND failing_since IS NOT NULL`;
  return [
    sql`UPDATE webhook_messages SET next_attempt_at = ${now}
      WHERE subscription_id = ${id} AND status IN ('pending', 'sending') AND status = 'pending' AND attempts = 0
        AND next_attempt_at > ${now} AND account_id = ${account_id}
        AND EXISTS (SELECT 1 FROM webhook_subscriptions WHERE ${own})`,
    sql`UPDATE webhook_subscriptions SET failing_since = NULL WHERE ${own}`,
  ];
}

/** A failure speaks of the address that was called, not of one that was given since. */
function fails(
  { account_id, now }: DomainContext,
  { id, url }: SubscriptionRow,
  attempted: readonly Attempted[],
): SQL[] {
  const own = sql`id = ${id} AND account_id = ${account_id} AND url = ${url}`;
  const until = Math.max(...attempted.map(({ posted }) => pausedUntil(posted, now) ?? 0));
  // What was tried has a time of its own.
  const pause = sql`UPDATE webhook_messages SET next_attempt_at = ${until}
    WHERE subscription_id = ${id} AND status IN ('pending', 'sending') AND status = 'pending' AND attempts = 0
      AND next_attempt_at < ${until} AND account_id = ${account_id}
      AND EXISTS (SELECT 1 FROM webhook_subscriptions WHERE ${own})`;
  const since = sql`UPDATE webhook_subscriptions SET failing_since = coalesce(failing_since, ${now}) WHERE ${own}`;
  return until > now ? [pause, since] : [since];
}
