import type { Committed } from "../domain/context.ts";
import type { JobMessage } from "./job-message.ts";

/** Puts a nudge into the queue for every promise that was committed; one about a later moment comes then. */
export async function sendJobs(
  env: Env,
  { notify, jobs, notes }: Pick<Committed, "notify" | "jobs" | "notes">,
): Promise<void> {
  const messages: JobMessage[] = [
    ...[...notify].map((handoff_id) => ({ kind: "notify" as const, handoff_id })),
    ...[...jobs].map((job_id) => ({ kind: "job" as const, job_id })),
  ];
  if (messages.length > 0) await env.JOBS.sendBatch(messages.map((body) => ({ body })));
  if (notes.size === 0) return;
  await env.PSA_JOBS.sendBatch(
    [...notes].map(([connection_id, delay]) => {
      const body: JobMessage = { kind: "push_notes", connection_id };
      return delay > 0 ? { body, delaySeconds: Math.ceil(delay / 1000) } : { body };
    }),
  );
}
