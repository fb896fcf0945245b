import type { Committed } from "../domain/context.ts";
import type { JobMessage } from "./job-message.ts";

type Nudging = Pick<Committed, "notify" | "jobs" | "notes" | "webhooks" | "retract">;

/**
 * Puts a nudge into the queue for every promise that was committed, and for what follows from the facts; one about a
 * later moment comes then, none for nothing.
 */
export async function sendJobs(env: Env, { notify, jobs, notes, webhooks, retract }: Nudging): Promise<void> {
  const messages: JobMessage[] = [
    ...[...notify].map((handoff_id) => ({ kind: "notify" as const, handoff_id })),
    ...[...jobs].map((job_id) => ({ kind: "job" as const, job_id })),
    ...[...retract].map((handoff_id) => ({ kind: "retract" as const, handoff_id })),
  ];
  const pushes = [...notes].map(([connection_id, delay]) => {
    const body: JobMessage = { kind: "push_notes", connection_id };
    return delay > 0 ? { body, delaySeconds: Math.ceil(delay / 1000) } : { body };
  });
  const hooks: JobMessage[] = webhooks === null ? [] : [{ kind: "webhooks", account_id: webhooks }];
  // A queue that cannot be reached keeps no other from being told.
  await Promise.all([
    messages.length > 0 && env.JOBS.sendBatch(messages.map((body) => ({ body }))),
    pushes.length > 0 && env.PSA_JOBS.sendBatch(pushes),
    ...hooks.map((body) => env.WEBHOOK_JOBS.send(body)),
  ]);
}
