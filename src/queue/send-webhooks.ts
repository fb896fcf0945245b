import { credentialsVault } from "./credentials-vault.ts";
import { callOutside } from "../channels/call-outside.ts";
import { signWebhook } from "../platform/sign-webhook.ts";
import type { Posted } from "../domain/webhooks/attempt-outcome.ts";
import { type Attempted, recordAttempts } from "../domain/webhooks/record-attempts.ts";
import { spreadFacts } from "../domain/webhooks/spread-facts.ts";
import { MOST_MESSAGES, type TakenMessage, takeMessages } from "../domain/webhooks/take-messages.ts";
import { webhookId } from "../domain/webhooks/webhook-id.ts";
import { log } from "../platform/log.ts";
import type { JobMessage } from "./job-message.ts";
import { sendJobs } from "./send-jobs.ts";
import { webhookOffNotice } from "./webhook-off-notice.ts";
import { type WorkerDeps, systemContext } from "./worker-deps.ts";

/** So many rounds one call makes, and no further one after so long, ms: what is left waits for the next nudge. */
const ROUNDS = 100;
const LONGEST_MS = 20_000;
/** A further attempt that is due within this time is nudged for; for later ones there are the minute's chores. */
const NUDGED_MS = 10 * 60_000;

/**
 * Keeps what subscriptions were promised, of one account or of all: makes messages of new facts, sends those that are
 * due, and writes down what became of each. Safe to run twice and to be cut off anywhere. Returns how many it sent.
 */
export async function sendWebhooks(deps: WorkerDeps, accountId: string | null): Promise<number> {
  const started = deps.now();
  await spreadFacts(deps.db, accountId, started);
  const further = new Map<string, number>();
  let done = 0;
  for (let rounds = 0; rounds < ROUNDS && deps.now() - started < LONGEST_MS; rounds++) {
    const taken = await takeMessages(deps.db, accountId, deps.now());
    if (taken.length === 0) break;
    const attempted = await Promise.all(
      taken.map(async (one): Promise<Attempted> => ({ taken: one, posted: await post(deps, one) })),
    );
    done += taken.length;
    for (const [account, some] of Map.groupBy(attempted, ({ taken: { message } }) => message.account_id)) {
      const next = await record(deps, account, some);
      if (next !== null) further.set(account, Math.min(next, further.get(account) ?? next));
    }
  }
  const isFull = done >= ROUNDS * MOST_MESSAGES || deps.now() - started >= LONGEST_MS;
  if (isFull && accountId !== null) further.set(accountId, deps.now());
  for (const [account, next] of further) await askAgain(deps, account, next);
  return done;
}

async function post(deps: WorkerDeps, { message, subscription, event }: TakenMessage): Promise<Posted> {
  const at = deps.now();
  const request_body = JSON.stringify({ type: event.type, timestamp: event.created_at, data: event });
  const nothing = { status: null, error: null, response_body: null, retry_after: null };
  const posted = (result: Partial<Posted>): Posted => ({
    ...nothing,
    ...result,
    request_body,
    attempted_at: at,
    duration_ms: Math.max(deps.now() - at, 0),
  });
  const secrets = await secretsOf(deps, subscription, at);
  if (secrets === null) return posted({ error: "The secret cannot be read any more: rotate it." });
  const headers = {
    "content-type": "application/json",
    "user-agent": "Baton-Webhooks/1",
    ...(await signWebhook(secrets, { id: webhookId(message), at, body: request_body })),
  };
  const answer = await callOutside(deps.outside, subscription.url, { headers, body: request_body });
  if (answer.kind !== "answered") return posted({ error: answer.error });
  return posted({ status: answer.status, response_body: answer.body, retry_after: answer.retry_after });
}

/** The secrets that sign at this moment, the newest first; null where that was sealed under another key of ours. */
async function secretsOf(
  { env }: WorkerDeps,
  { secret, previous_secret, previous_until }: TakenMessage["subscription"],
  at: number,
): Promise<string[] | null> {
  const open = (sealed: string) =>
    credentialsVault(env)
      .open(sealed)
      .catch(() => null);
  const current = await open(secret);
  if (current === null) return null;
  const isOverlap = previous_secret !== null && (previous_until ?? 0) > at;
  const previous = isOverlap ? await open(previous_secret) : null;
  return previous === null ? [current] : [current, previous];
}

/** Writes attempts down; where that fails, their messages are taken again when the lease has ended. */
async function record(
  deps: WorkerDeps,
  accountId: string,
  attempted: readonly Attempted[],
): Promise<number | null> {
  const ctx = systemContext(deps, accountId);
  try {
    const next = await recordAttempts(ctx, attempted, deps.random, webhookOffNotice(deps.env, ctx.now));
    if (ctx.committed.jobs.size > 0) await sendJobs(deps.env, ctx.committed);
    return next;
  } catch (error) {
    log("webhook_attempts_not_written", { account_id: accountId, messages: attempted.length }, error);
    return null;
  }
}

async function askAgain(deps: WorkerDeps, account_id: string, next: number): Promise<void> {
  const wait = Math.max(next - deps.now(), 0);
  if (wait > NUDGED_MS) return;
  const message: JobMessage = { kind: "webhooks", account_id };
  try {
    await deps.env.WEBHOOK_JOBS.send(message, { delaySeconds: Math.ceil(wait / 1000) });
  } catch (error) {
    log("nudge_lost", { nudge: "webhooks", account_id }, error);
  }
}
