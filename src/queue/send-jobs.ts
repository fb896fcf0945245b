import type { Committed } from "../domain/context.ts";
import type { JobMessage } from "./job-message.ts";

/** Puts a nudge into the queue for every promise that was committed. */
export async function sendJobs(
  env: Env,
  { notify, jobs }: Pick<Committed, "notify" | "jobs">,
): Promise<void> {
  const messages: JobMessage[] = [
    ...[...notify].map((handoff_id) => ({ kind: "notify" as const, handoff_id })),
    ...[...jobs].map((job_id) => ({ kind: "job" as const, job_id })),
  ];
  await env.JOBS.sendBatch(messages.map((body) => ({ body })));
}
