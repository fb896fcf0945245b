import { credentialsVault } from "./credentials-vault.ts";
import { CALLS_AT_ONCE, callOutside } from "../channels/call-outside.ts";
import { signWebhook } from "../platform/sign-webhook.ts";
import type { Posted } from "../domain/webhooks/attempt-outcome.ts";
import { endFailing, listFailing } from "../domain/webhooks/end-failing.ts";
import { type Attempted, recordAttempts } from "../domain/webhooks/record-attempts.ts";
import { spreadFacts } from "../domain/webhooks/spread-facts.ts";
import { type TakenMessage, listWaiting, takeMessage } from "../domain/webhooks/take-messages.ts";
import { webhookBody } from "../domain/webhooks/webhook-body.ts";
import { webhookId } from "../domain/webhooks/webhook-id.ts";
import { log } from "../platform/log.ts";
import { inLanes } from "./in-lanes.ts";
import type { JobMessage } from "./job-message.ts";
import { sendJobs } from "./send-jobs.ts";
import { webhookOffNotice } from "./webhook-off-notice.ts";
import { type WorkerDeps, systemContext } from "./worker-deps.ts";

/** So many receivers are spoken to at once. */
const LANES = CALLS_AT_ONCE;
/** One call sends so many at most, and begins none after so long, ms: what is left waits for the next nudge. */
const MOST_SENT = 150;
const LONGEST_MS = 20_000;
/** A further attempt that is due within this time is nudged for; for later ones there are the minute's chores. */
const NUDGED_MS = 10 * 60_000;
const ROUGH_FROM_MS = 60_000;

/**
 * Keeps what subscriptions were promised, of some accounts or of all: makes messages of new facts, sends those that are
 * due, and writes down what became of each. Safe to run twice and to be cut off anywhere. Returns how many it sent.
 */
export async function sendWebhooks(deps: WorkerDeps, accounts: readonly string[] | null): Promise<number> {
  const started = deps.now();
  await spreadFacts(deps.db, accounts, started);
  if (accounts === null) await endAllFailing(deps);
  const asked = new Set<string>();
  const isFull = () => done >= MOST_SENT || deps.now() - started >= LONGEST_MS;
  let done = 0;
  // By themselves: one that waits for a receiver that hangs keeps the others from nothing.
  await inLanes(Array.from({ length: LANES }), LANES, async () => {
    while (!isFull()) {
      const taken = await takeMessage(deps.db, accounts, deps.now());
      if (!taken) return;
      done++;
      const { account_id } = taken.message;
      const further = await record(deps, account_id, { taken, posted: await post(deps, taken) });
      // At once: another lane may wait for its receiver for longer than this one has to.
      for (const due of further) await askAgain(deps, account_id, due, asked);
    }
  });
  if (isFull()) {
    const left = accounts ?? (await listWaiting(deps.db, deps.now()));
    for (const account of left) await askAgain(deps, account, deps.now(), asked);
  }
  return done;
}

/** Switches off what has taken nothing for five days, also where nothing is left to be sent. */
async function endAllFailing(deps: WorkerDeps): Promise<void> {
  for (const failing of await listFailing(deps.db, deps.now())) {
    const ctx = systemContext(deps, failing.account_id);
    await endFailing(ctx, failing, webhookOffNotice(deps.env, ctx.now));
    await sendJobs(deps.env, ctx.committed).catch((error: unknown) => {
      log("nudge_lost", { nudge: "send_jobs", account_id: failing.account_id }, error);
    });
  }
}

async function post(deps: WorkerDeps, { message, subscription, event }: TakenMessage): Promise<Posted> {
  const at = deps.now();
  const body = webhookBody(event);
  const nothing = { status: null, error: null, response_body: null, retry_after: null };
  const posted = (result: Partial<Posted>): Posted => ({
    ...nothing,
    ...result,
    attempted_at: at,
    duration_ms: Math.max(deps.now() - at, 0),
  });
  const secrets = await secretsOf(deps, subscription, at);
  if (secrets === null) return posted({ error: "The secret cannot be read any more: rotate it." });
  const headers = {
    "content-type": "application/json",
    "user-agent": "Baton-Webhooks/1",
    ...(await signWebhook(secrets, { id: webhookId(message), at, body })),
  };
  const answer = await callOutside(deps.outside, subscription.url, { headers, body });
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

/**
 * Writes an attempt down; where that fails, its message is taken again when the lease has ended. Returns when there is
 * something to do again, ms.
 */
async function record(deps: WorkerDeps, accountId: string, attempted: Attempted): Promise<number[]> {
  const ctx = systemContext(deps, accountId);
  try {
    const further = await recordAttempts(ctx, [attempted], deps.random, webhookOffNotice(deps.env, ctx.now));
    if (ctx.committed.jobs.size > 0) await sendJobs(deps.env, ctx.committed);
    return further;
  } catch (error) {
    log(
      "webhook_attempt_not_written",
      { account_id: accountId, message_id: attempted.taken.message.id },
      error,
    );
    return [];
  }
}

/** Asks for the account's next turn, once for each moment: `asked` holds those of this call. */
async function askAgain(
  deps: WorkerDeps,
  account_id: string,
  due: number,
  asked: Set<string>,
): Promise<void> {
  const wait = Math.max(due - deps.now(), 0);
  // What is further away need not be as exact: jitter would make a nudge of each message's own.
  const step = wait < ROUGH_FROM_MS ? 1 : 15;
  const delaySeconds = Math.ceil(wait / 1000 / step) * step;
  const moment = `${account_id} ${Math.ceil(due / 1000 / step) * step}`;
  if (wait > NUDGED_MS || asked.has(moment)) return;
  asked.add(moment);
  const message: JobMessage = { kind: "webhooks", account_id };
  try {
    await deps.env.WEBHOOK_JOBS.send(message, { delaySeconds });
  } catch (error) {
    log("nudge_lost", { nudge: "webhooks", account_id }, error);
  }
}
