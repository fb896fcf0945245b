import { endStreams } from "../bus/end-streams.ts";
import { pokeBus } from "../bus/poke-bus.ts";
import type { Place } from "../contract/place.ts";
import { openDb } from "../db/client.ts";
import type { Committed } from "../domain/context.ts";
import type { PromisedEnd } from "../domain/outbox/promise-ended-streams.ts";
import { finishJob } from "../domain/outbox/take-jobs.ts";
import { log } from "../platform/log.ts";
import { sendJobs } from "../queue/send-jobs.ts";

/**
 * Tells the bus and the queue what was committed. Both are nudges: a lost one is healed by the next, or by the
 * minute's chores, so a failure is logged and never reaches the caller.
 */
export async function afterCommit(
  env: Env,
  account: Place & { id: string },
  committed: Committed,
): Promise<void> {
  const nudges: [string, Promise<unknown>][] = [];
  if (committed.events.length > 0) nudges.push(["poke_bus", pokeBus(env, account.id, committed)]);
  nudges.push(["send_jobs", sendJobs(env, committed)]);
  for (const ended of committed.ended) nudges.push(["end_streams", endAtOnce(env, account, ended)]);
  const outcomes = await Promise.allSettled(nudges.map(([, nudge]) => nudge));
  outcomes.forEach((outcome, index) => {
    if (outcome.status === "fulfilled") return;
    log("nudge_lost", { nudge: nudges[index]?.[0], account_id: account.id }, outcome.reason);
  });
}

/** Ends the streams now; a promise that this kept is not left to the minute's chores. */
async function endAtOnce(env: Env, account: Place & { id: string }, ended: PromisedEnd): Promise<void> {
  await endStreams(env, account, ended);
  await finishJob(openDb(env.DB), ended.job);
}
