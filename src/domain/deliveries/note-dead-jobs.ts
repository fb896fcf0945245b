import { sql } from "drizzle-orm";
import type { Db } from "../../db/client.ts";

const OF_MAIL = "The queue gave up on this notification; the minute's chores go on with it.";
const OF_JOB = "The queue gave up on this job; the minute's chores go on with it.";

/**
 * Writes onto what is due and was to be nudged that the queue gave up on it. What waits for a later moment, or is in
 * somebody's hands, is left its time: it is tried then, whatever the queue does. Returns how many rows it concerned.
 */
export async function noteDeadJobs(
  db: Db,
  dead: { handoffs: readonly string[]; jobs: readonly string[] },
  now: number,
): Promise<{ deliveries: number; outbox: number }> {
  const [noted = [], jobs = []] = await db.batch([
    sql`UPDATE deliveries SET last_error = ${OF_MAIL}
      WHERE handoff_id IN (SELECT value FROM json_each(${JSON.stringify(dead.handoffs)}))
        AND status IN ('pending', 'sending') AND next_attempt_at <= ${now} RETURNING id`,
    sql`UPDATE outbox SET last_error = ${OF_JOB}
      WHERE id IN (SELECT value FROM json_each(${JSON.stringify(dead.jobs)})) AND status = 'pending' RETURNING id`,
  ]);
  return { deliveries: noted.length, outbox: jobs.length };
}
