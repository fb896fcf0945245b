import { type SQL, sql } from "drizzle-orm";
import { isAdminRole } from "../../contract/role.ts";
import type { DomainContext } from "../context.ts";
import { type Addressee, decodeAddressee, selectTeam } from "../deliveries/addressees.ts";
import { promiseMail } from "../outbox/promise-mail.ts";
import { GIVE_UP_MS, type Posted, isTaken, messageOutcome } from "./attempt-outcome.ts";
import { skipMessages } from "./skip-messages.ts";
import type { TakenMessage } from "./take-messages.ts";

/** Seals the mail that tells one of those who administer the account that a subscription was switched off. */
export type SealedEnd = (to: Addressee, about: { url: string; reason: string }) => Promise<string>;

export interface Attempted {
  taken: TakenMessage;
  posted: Posted;
}

/** An address that says so is gone for good. */
const GONE = 410;
const IS_GONE = "The address answered 410: it is gone.";
const FAILED_LONG = "The address has taken nothing for five days.";

/**
 * Writes down attempts of one account: each in the log, what it means for its message, for those that wait behind it and
 * for its subscription. One that is gone, or has taken nothing for five days, is switched off, and admins are promised
 * word of it, in the same batch. A message that somebody else has moved on meanwhile keeps what they wrote.
 * @returns when the earliest further attempt is due, ms
 */
export async function recordAttempts(
  ctx: DomainContext,
  attempted: readonly Attempted[],
  random: () => number,
  seal: SealedEnd,
): Promise<number | null> {
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
    sql`INSERT INTO webhook_attempts (id, account_id, subscription_id, message_id, request_body, status, response_body,
        error, duration_ms, attempted_at)
      SELECT r.value ->> 'attempt', m.account_id, m.subscription_id, m.id, r.value ->> 'request_body', r.value ->> 'code',
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
  const due = results.flatMap(({ next }) => next ?? []);
  return due.length === 0 ? null : Math.min(...due);
}

/** What attempts mean for their subscriptions: how long they have failed, and whether that is the end. */
async function subscriptionsAfter(
  ctx: DomainContext,
  attempted: readonly Attempted[],
  seal: SealedEnd,
): Promise<{ statements: SQL[]; jobs: string[] }> {
  const statements: SQL[] = [];
  const jobs: string[] = [];
  const { account_id, now } = ctx;
  for (const [id, some] of Map.groupBy(attempted, ({ taken }) => taken.subscription.id)) {
    const own = sql`id = ${id} AND account_id = ${account_id}`;
    const isGone = some.some(({ posted }) => posted.status === GONE);
    if (!isGone && some.some(({ posted }) => isTaken(posted))) {
      statements.push(sql`UPDATE webhook_subscriptions SET failing_since = NULL
        WHERE ${own} AND failing_since IS NOT NULL`);
      continue;
    }
    statements.push(
      sql`UPDATE webhook_subscriptions SET failing_since = coalesce(failing_since, ${now}) WHERE ${own}`,
    );
    const since = some[0]?.taken.subscription.failing_since ?? now;
    if (!isGone && since > now - GIVE_UP_MS) continue;
    const url = some[0]?.taken.subscription.url ?? "";
    const reason = isGone ? IS_GONE : FAILED_LONG;
    // Judged by the batch itself: a success, another address or an admin may have been there meanwhile.
    const ends = isGone ? sql`url = ${url}` : sql`url = ${url} AND failing_since <= ${now - GIVE_UP_MS}`;
    const ended = sql`EXISTS (SELECT 1 FROM webhook_subscriptions WHERE ${own} AND active = 0 AND disabled_at = ${now})`;
    statements.push(
      sql`UPDATE webhook_subscriptions SET active = 0, disabled_at = ${now}, disabled_reason = ${reason}, updated_at = ${now}
        WHERE ${own} AND active = 1 AND ${ends}`,
      skipMessages(account_id, [id], ended),
    );
    const notices = await noticesTo(ctx, { url, reason }, `webhook-off:${id}:${now}`, ended, seal);
    statements.push(...notices.map(({ statement }) => statement));
    jobs.push(...notices.map(({ job }) => job));
  }
  return { statements, jobs };
}

async function noticesTo(
  ctx: DomainContext,
  about: { url: string; reason: string },
  subject_id: string,
  stands: SQL,
  seal: SealedEnd,
): Promise<{ job: string; statement: SQL }[]> {
  const { account_id, now } = ctx;
  const team = (await ctx.db.all(selectTeam(account_id))).map(decodeAddressee);
  const admins = team.filter(({ role, reachable }) => isAdminRole(role) && reachable);
  return Promise.all(
    admins.map(async (to) => {
      const id = ctx.newId();
      const payload = await seal(to, about);
      return { job: id, statement: promiseMail({ id, account_id, subject_id, payload, now }, stands) };
    }),
  );
}
