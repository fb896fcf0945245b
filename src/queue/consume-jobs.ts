import { log } from "../platform/log.ts";
import { DEAD_QUEUE, consumeDeadJobs } from "./consume-dead-jobs.ts";
import { deliver } from "./deliver.ts";
import { JobMessage } from "./job-message.ts";
import { lookAfterDue } from "./look-after.ts";
import { inLanes } from "./in-lanes.ts";
import { pushNotes } from "./push-notes.ts";
import { runJobs } from "./run-job.ts";
import { retractAlerts } from "./retract-alerts.ts";
import { sendWebhooks } from "./send-webhooks.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** So many jobs of a batch at a time. */
const AT_ONCE = 4;

/**
 * Carries a batch of nudges out. All notifications of the batch go in one take, beside its jobs; each message is acknowledged or
 * retried by itself, as one uncaught throw would retry them all. A message that cannot be read never will be: logged.
 * What the queue has given up on comes here too, from its own queue.
 */
export async function consumeJobs(deps: WorkerDeps, batch: MessageBatch): Promise<void> {
  if (batch.queue === DEAD_QUEUE) return consumeDeadJobs(deps, batch);
  const started = deps.now();
  const notes: { message: Message; connection_id: string }[] = [];
  const notify: { message: Message; handoff_id: string }[] = [];
  const webhooks: { message: Message; account_id: string }[] = [];
  const retract: { message: Message; handoff_id: string }[] = [];
  const lookAfter: { message: Message; account_id: string }[] = [];
  const jobs: { message: Message; job_id: string }[] = [];
  for (const message of batch.messages) {
    const job = JobMessage.safeParse(message.body);
    if (!job.success) {
      log("job_unreadable", { queue: batch.queue, message_id: message.id });
      message.ack();
    } else if (job.data.kind === "notify") {
      notify.push({ message, handoff_id: job.data.handoff_id });
    } else if (job.data.kind === "look_after") {
      lookAfter.push({ message, account_id: job.data.account_id });
    } else if (job.data.kind === "webhooks") {
      webhooks.push({ message, account_id: job.data.account_id });
    } else if (job.data.kind === "retract") {
      retract.push({ message, handoff_id: job.data.handoff_id });
    } else if (job.data.kind === "push_notes") {
      notes.push({ message, connection_id: job.data.connection_id });
    } else {
      jobs.push({ message, job_id: job.data.job_id });
    }
  }
  const connections = [...Map.groupBy(notes, ({ connection_id }) => connection_id)];
  // Side by side: mails do not wait for a model that thinks, nor the other way round.
  await Promise.all([
    notifyAll(deps, notify),
    inLanes(lookAfter, 1, ({ message, account_id }) =>
      settle([message], async () => {
        const { notify: handoffs } = await lookAfterDue(deps, account_id);
        if (handoffs.length > 0) await deliver(deps, { handoffs });
      }),
    ),
    inLanes(jobs, AT_ONCE, ({ message, job_id }) => settle([message], () => runJobs(deps, { id: job_id }))),
    sendAllWebhooks(deps, webhooks),
    ...retract.map(({ message, handoff_id }) => settle([message], () => retractAlerts(deps, handoff_id))),
    ...connections.map(([id, some]) =>
      settle(
        some.map(({ message }) => message),
        () => pushNotes(deps, id),
      ),
    ),
  ]);
  log("queue_batch", { queue: batch.queue, messages: batch.messages.length, ms: deps.now() - started });
}

/** All of a batch's notifications in one take. */
async function notifyAll(
  deps: WorkerDeps,
  notify: readonly { message: Message; handoff_id: string }[],
): Promise<void> {
  const handoffs = [...new Set(notify.map(({ handoff_id }) => handoff_id))];
  if (handoffs.length === 0) return;
  await settle(
    notify.map(({ message }) => message),
    () => deliver(deps, { handoffs }),
  );
}

/** Those of all accounts of a batch together, as they share the calls that one run may make at a time. */
async function sendAllWebhooks(
  deps: WorkerDeps,
  webhooks: readonly { message: Message; account_id: string }[],
): Promise<void> {
  const accounts = [...new Set(webhooks.map(({ account_id }) => account_id))];
  if (accounts.length === 0) return;
  await settle(
    webhooks.map(({ message }) => message),
    () => sendWebhooks(deps, accounts),
  );
}

async function settle(messages: readonly Message[], work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
    for (const message of messages) message.ack();
  } catch (error) {
    log("queue_message_failed", { attempts: messages[0]?.attempts }, error);
    // The rows themselves know when they are due; the sweep is behind this.
    for (const message of messages) message.retry();
  }
}
