import { type InferSelectModel, sql } from "drizzle-orm";
import type { Db } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { outbox } from "../../db/schema.ts";
import { GIVE_UP_AFTER_MS, retryDelay } from "../retry-delay.ts";

export type Job = InferSelectModel<typeof outbox>;

/** How long a worker may hold a job before another may take it. */
const LEASE_MS = 25_000;

/** One job by name, or up to `limit` of those that are due, of one kind or of all. */
export type WhichJobs = { id: string } | { limit: number; kind?: Job["kind"] };

/** Takes jobs that are due, each for one worker. */
export async function takeJobs(db: Db, which: WhichJobs, now: number): Promise<Job[]> {
  const ofKind = "kind" in which ? sql`AND kind = ${which.kind}` : sql``;
  const scope = "id" in which ? sql`AND id = ${which.id}` : ofKind;
  const limit = "id" in which ? 1 : which.limit;
  const rows = await db.all(sql`UPDATE outbox SET attempts = attempts + 1, next_attempt_at = ${now + LEASE_MS}
    WHERE id IN (SELECT id FROM outbox WHERE status = 'pending' AND next_attempt_at <= ${now} ${scope}
      ORDER BY next_attempt_at LIMIT ${limit})
    RETURNING *`);
  return rows.map((row) => decodeRow(outbox, row));
}

/** The job is done; its content is not kept. */
export async function finishJob(db: Db, id: string): Promise<void> {
  await db.all(sql`UPDATE outbox SET status = 'done', payload = NULL, last_error = NULL WHERE id = ${id}`);
}

/** When a job that did not work is tried again, ms; null when a day has passed and it has failed for good. */
export function nextAttempt(job: Job, now: number, random: number): number | null {
  const next = now + retryDelay(job.attempts, random);
  return next > job.created_at + GIVE_UP_AFTER_MS ? null : next;
}

/** The job did not work: again at `next`, or never. If another worker has taken it meanwhile, theirs is the word. */
export async function failJob(db: Db, job: Job, error: string, next: number | null): Promise<void> {
  await db.all(sql`UPDATE outbox SET status = ${next === null ? "failed" : "pending"},
    next_attempt_at = ${next ?? job.next_attempt_at}, payload = ${next === null ? null : job.payload},
    last_error = ${error.slice(0, 500)} WHERE id = ${job.id} AND status = 'pending' AND attempts = ${job.attempts}`);
}
