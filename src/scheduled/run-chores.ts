import { type Poke } from "../bus/account-bus.ts";
import { accountBus } from "../bus/poke-bus.ts";
import { type LaggingAccount, confirmBus, listLaggingAccounts } from "../domain/events/bus-lag.ts";
import { purgeExpired } from "../domain/purge-expired.ts";
import { log } from "../platform/log.ts";
import { deliver } from "../queue/deliver.ts";
import { runJobs } from "../queue/run-job.ts";
import type { WorkerDeps } from "../queue/worker-deps.ts";

/** So many rows one round takes on, and so many rounds one minute; what is left waits for the next. */
const MOST = 500;
const ROUNDS = 10;
/** So many buses are told at a time. */
const AT_ONCE = 20;

/**
 * What every minute does: the guarantee behind the nudges. Promises that nobody kept, buses that did not hear, and what
 * has expired. One chore that fails does not keep the others from running.
 */
export async function runChores(deps: WorkerDeps): Promise<void> {
  const chores = {
    // By itself and first: whoever may no longer listen does not wait for mails to go out.
    streams: () => inRounds(() => runJobs(deps, { limit: MOST, kind: "end_streams" })),
    deliveries: () => inRounds(() => deliver(deps, "any")),
    jobs: () => inRounds(() => runJobs(deps, { limit: MOST })),
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
  let done = 0;
  for (let after = "", full = true; full;) {
    const lagging = await listLaggingAccounts(deps.db, after, AT_ONCE);
    await Promise.all(lagging.map((account) => pokeLagging(deps, account)));
    done += lagging.length;
    after = lagging.at(-1)?.id ?? after;
    full = lagging.length === AT_ONCE;
  }
  return done;
}

/** A bus that does not answer keeps no other account waiting; the next minute asks it again. */
async function pokeLagging(deps: WorkerDeps, account: LaggingAccount): Promise<void> {
  const { id, epoch, last_seq } = account;
  const poke: Poke = { account_id: id, epoch, last_seq, events: [] };
  try {
    await confirmBus(deps.db, account, await accountBus(deps.env, id, account).poke(poke));
  } catch (error) {
    log("bus_not_reached", { account_id: id }, error);
  }
}

/** Repeats a chore while its rounds come back full, so that a backlog does not wait a minute per round. */
async function inRounds(round: () => Promise<number>): Promise<number> {
  let done = 0;
  for (let rounds = 0; rounds < ROUNDS; rounds++) {
    const taken = await round();
    done += taken;
    if (taken < MOST) break;
  }
  return done;
}
