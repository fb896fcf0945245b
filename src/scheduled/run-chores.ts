import { type Poke } from "../bus/account-bus.ts";
import { accountBus } from "../bus/poke-bus.ts";
import { confirmBus, listLaggingAccounts } from "../domain/events/bus-lag.ts";
import { purgeExpired } from "../domain/purge-expired.ts";
import { log } from "../platform/log.ts";
import { deliver } from "../queue/deliver.ts";
import { runJobs } from "../queue/run-job.ts";
import type { WorkerDeps } from "../queue/worker-deps.ts";

/** So many jobs of each kind one minute takes on; what is left waits for the next. */
const MOST = 500;

/**
 * What every minute does: the guarantee behind the nudges. Promises that nobody kept, buses that did not hear, and what
 * has expired. One chore that fails does not keep the others from running.
 */
export async function runChores(deps: WorkerDeps): Promise<void> {
  const chores = {
    deliveries: () => deliver(deps, "any"),
    jobs: () => runJobs(deps, { limit: MOST }),
    buses: () => pokeLaggingBuses(deps),
    purge: () => purgeExpired(deps.db, deps.now()),
  };
  const started = deps.now();
  const done: Record<string, number> = {};
  for (const [name, chore] of Object.entries(chores)) {
    try {
      done[name] = await chore();
    } catch (error) {
      log("chore_failed", { chore: name }, error);
    }
  }
  log("chores", { ...done, ms: deps.now() - started });
}

/** Only accounts whose log grew past what their bus confirmed: a silent account's object stays asleep. */
async function pokeLaggingBuses(deps: WorkerDeps): Promise<number> {
  const lagging = await listLaggingAccounts(deps.db, MOST);
  for (const { id, epoch, last_seq } of lagging) {
    const poke: Poke = { account_id: id, epoch, last_seq, events: [] };
    await confirmBus(deps.db, id, await accountBus(deps.env, id).poke(poke));
  }
  return lagging.length;
}
