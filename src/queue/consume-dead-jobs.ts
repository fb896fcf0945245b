import { noteDeadJobs } from "../domain/deliveries/note-dead-jobs.ts";
import { log } from "../platform/log.ts";
import { JobMessage } from "./job-message.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** Where the queue puts what it has given up on (wrangler.toml). */
export const DEAD_QUEUE = "baton-jobs-dead";

/**
 * Writes into the rows concerned that their nudge was given up on, and acknowledges. The promises themselves stand:
 * the rows are as due as they were, and the minute's chores keep them.
 */
export async function consumeDeadJobs(deps: WorkerDeps, batch: MessageBatch): Promise<void> {
  const handoffs = new Set<string>();
  const jobs = new Set<string>();
  let unreadable = 0;
  for (const { body } of batch.messages) {
    const message = JobMessage.safeParse(body).data;
    if (message?.kind === "notify") handoffs.add(message.handoff_id);
    else if (message?.kind === "job") jobs.add(message.job_id);
    // The rows of what follows from facts are due as they were.
    else if (message === undefined) unreadable++;
  }
  const about = { messages: batch.messages.length, handoffs: handoffs.size, jobs: jobs.size, unreadable };
  try {
    const noted = await noteDeadJobs(deps.db, { handoffs: [...handoffs], jobs: [...jobs] }, deps.now());
    batch.ackAll();
    log("dead_letters", { ...about, ...noted });
  } catch (error) {
    log("dead_letters_not_written", about, error);
    batch.retryAll();
  }
}
