import { type SQL, sql } from "drizzle-orm";
import type { EndedRight } from "../../contract/ended-right.ts";

/** A right that ends, and the promise (a job) that its open streams end with it. */
export interface PromisedEnd extends EndedRight {
  job: string;
}

/**
 * The statement that promises to end the streams of a right, in the batch of the write that ends it; it returns a row if
 * `condition` stood. The moment is the database's own, as ours is before the commit: who was let in until then is meant.
 */
export function promiseEndedStreams(
  { kind, id, job }: PromisedEnd,
  { account_id, now }: { account_id: string; now: number },
  condition: SQL,
): SQL {
  const at = sql`CAST(unixepoch('subsec') * 1000 AS INTEGER)`;
  return sql`INSERT INTO outbox (id, account_id, kind, subject_id, payload, next_attempt_at, created_at)
    SELECT ${job}, ${account_id}, 'end_streams', ${id}, json_object('kind', ${kind}, 'at', ${at}), ${now}, ${now}
    WHERE ${condition} RETURNING id`;
}
