import { pokeBus } from "../bus/poke-bus.ts";
import { recordResults } from "../domain/deliveries/record-results.ts";
import { type Due, takeDeliveries } from "../domain/deliveries/take-deliveries.ts";
import { log } from "../platform/log.ts";
import type { JobMessage } from "./job-message.ts";
import { type Sent, sendDeliveries } from "./send-deliveries.ts";
import { addressNotice } from "./address-notice.ts";
import { sendJobs } from "./send-jobs.ts";
import { type WorkerDeps, systemContext } from "./worker-deps.ts";

/**
 * Keeps the promises that are due, on every channel: take the rows, send, write down what became of each. Safe to run twice, and to be
 * cut off anywhere: a row that was taken and not written is taken again when its lease ends. Returns how many it took.
 */
export async function deliver(deps: WorkerDeps, due: Due): Promise<number> {
  const taken = await takeDeliveries(deps.db, due, deps.now());
  if (taken.length === 0) return 0;
  const results = await sendDeliveries(deps, taken);
  const failures: unknown[] = [];
  for (const [handoffId, rows] of Map.groupBy(results, ({ taken: { handoff } }) => handoff.id)) {
    const accountId = rows[0]?.taken.handoff.account_id;
    if (!accountId) continue;
    const ctx = systemContext(deps, accountId);
    try {
      await recordResults(ctx, handoffId, rows, deps.random, addressNotice(deps.env, ctx.now));
    } catch (error) {
      // The others' results are still to be written; these rows are looked up when their lease has ended.
      log("results_not_written", { handoff_id: handoffId, account_id: accountId }, error);
      failures.push(error);
      continue;
    }
    await pokeBus(deps.env, accountId, ctx.committed).catch((error: unknown) => {
      log("nudge_lost", { nudge: "poke_bus", account_id: accountId }, error);
    });
    await askForBundle(deps, handoffId, rows);
    await sendJobs(deps.env, ctx.committed).catch((error: unknown) => {
      log("nudge_lost", { nudge: "send_jobs", account_id: accountId }, error);
    });
  }
  if (failures.length > 0) throw new AggregateError(failures, "Results could not be written.");
  return taken.length;
}

/** A bundle goes when its time has come, not with the next minute's sweep, which is behind this. */
async function askForBundle(deps: WorkerDeps, handoffId: string, rows: readonly Sent[]): Promise<void> {
  const due = Math.max(...rows.map(({ result }) => (result.kind === "bundled" ? result.due : 0)));
  if (due === 0) return;
  const message: JobMessage = { kind: "notify", handoff_id: handoffId };
  const delaySeconds = Math.max(0, Math.ceil((due - deps.now()) / 1000));
  try {
    await deps.env.JOBS.send(message, { delaySeconds });
  } catch (error) {
    log("nudge_lost", { nudge: "send_jobs", handoff_id: handoffId }, error);
  }
}
