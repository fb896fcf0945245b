import type { Committed } from "../domain/context.ts";
import type { JobMessage } from "./job-message.ts";

type Nudging = Pick<Committed, "notify" | "jobs"> & Partial<Pick<Committed, "webhooks" | "retract">>;

/** Puts a nudge into the queue for every promise that was committed, and for what follows from the facts; none for nothing. */
export async function sendJobs(env: Env, { notify, jobs, webhooks, retract }: Nudging): Promise<void> {
  const messages: JobMessage[] = [
    ...[...notify].map((handoff_id) => ({ kind: "notify" as const, handoff_id })),
    ...[...jobs].map((job_id) => ({ kind: "job" as const, job_id })),
    ...(webhooks ? [{ kind: "webhooks" as const, account_id: webhooks }] : []),
    ...[...(retract ?? [])].map((handoff_id) => ({ kind: "retract" as const, handoff_id })),
  ];
  if (messages.length > 0) await env.JOBS.sendBatch(messages.map((body) => ({ body })));
}
