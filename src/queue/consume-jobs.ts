import { log } from "../platform/log.ts";
import { DEAD_QUEUE, consumeDeadJobs } from "./consume-dead-jobs.ts";
import { deliver } from "./deliver.ts";
import { JobMessage } from "./job-message.ts";
import { lookAfterDue } from "./look-after.ts";
import { pushNotes } from "./push-notes.ts";
import { runJobs } from "./run-job.ts";
import { retractAlerts } from "./retract-alerts.ts";
import { sendWebhooks } from "./send-webhooks.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/**
 * Carries a batch of nudges out. All notifications of the batch go in one take; each message is acknowledged or
 * retried by itself, as one uncaught throw would retry them all. A message that cannot be read never will be: logged.
 * What the queue has given up on comes here too, from its own queue.
 */
export async function consumeJobs(deps: WorkerDeps, batch: MessageBatch): Promise<void> {
  if (batch.queue === DEAD_QUEUE) return consumeDeadJobs(deps, batch);
  const started = deps.now();
  const notes: { message: Message; connection_id: string }[] = [];
  const notify: { message: Message; handoff_id: string }[] = [];
  const webhooks = new Map<string, Message[]>();
  for (const message of batch.messages) {
    const job = JobMessage.safeParse(message.body);
    if (!job.success) {
      log("job_unreadable", { queue: batch.queue, message_id: message.id });
      message.ack();
    } else if (job.data.kind === "notify") {
      notify.push({ message, handoff_id: job.data.handoff_id });
    } else if (job.data.kind === "look_after") {
      const { account_id } = job.data;
      await settle([message], async () => {
        const { notify: handoffs } = await lookAfterDue(deps, account_id);
        if (handoffs.length > 0) await deliver(deps, { handoffs });
      });
    } else if (job.data.kind === "webhooks") {
      const { account_id } = job.data;
      webhooks.set(account_id, [...(webhooks.get(account_id) ?? []), message]);
    } else if (job.data.kind === "retract") {
      const { handoff_id } = job.data;
      await settle([message], () => retractAlerts(deps, handoff_id));
    } else if (job.data.kind === "push_notes") {
      notes.push({ message, connection_id: job.data.connection_id });
    } else {
      const { job_id } = job.data;
      await settle([message], () => runJobs(deps, { id: job_id }));
    }
  }
  const handoffs = [...new Set(notify.map(({ handoff_id }) => handoff_id))];
  if (handoffs.length > 0) {
    await settle(
      notify.map(({ message }) => message),
      () => deliver(deps, { handoffs }),
    );
  }
  // Last: receivers that are slow keep nobody from being told.
  const connections = [...Map.groupBy(notes, ({ connection_id }) => connection_id)];
  await Promise.all([
    ...[...webhooks].map(([account_id, messages]) => settle(messages, () => sendWebhooks(deps, account_id))),
    ...connections.map(([id, some]) =>
      settle(
        some.map(({ message }) => message),
        () => pushNotes(deps, id),
      ),
    ),
  ]);
  log("queue_batch", { queue: batch.queue, messages: batch.messages.length, ms: deps.now() - started });
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
