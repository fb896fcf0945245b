import { type Poke } from "../bus/account-bus.ts";
import { accountBus } from "../bus/poke-bus.ts";
import { type Audit, countDisturbances } from "../domain/audit/audit-accounts.ts";
import { type RoutineEnd, recordRoutines } from "../domain/audit/routines.ts";
import { type LaggingAccount, confirmBus, listLaggingAccounts } from "../domain/events/bus-lag.ts";
import { purgeExpired } from "../domain/purge-expired.ts";
import { log } from "../platform/log.ts";
import { deliver } from "../queue/deliver.ts";
import { escalateSilences } from "../queue/escalate-silences.ts";
import { lookAfterDue } from "../queue/look-after.ts";
import { inLanes } from "../queue/in-lanes.ts";
import { pushDueNotes } from "../queue/push-notes.ts";
import { resealCredentials } from "../queue/reseal-credentials.ts";
import { retractAlerts } from "../queue/retract-alerts.ts";
import { runJobs } from "../queue/run-job.ts";
import { sendWebhooks } from "../queue/send-webhooks.ts";
import type { WorkerDeps } from "../queue/worker-deps.ts";
import { runAudit } from "./audit-accounts.ts";
import { type Fetch, sendHeartbeat } from "./send-heartbeat.ts";

/** So many rows one round takes on, and so many rounds one minute; what is left waits for the next. */
const MOST = 500;
const ROUNDS = 10;
/** So many buses are told at a time. */
const AT_ONCE = 20;
/** So many assessments one minute makes up for, and so many at a time. */
const ASSESSMENTS = 24;
const ASSESSMENT_LANES = 4;

/**
 * What every minute does: the guarantee behind the nudges. Promises that nobody kept, buses that did not hear, what has
 * expired, and what is wrong nevertheless. One chore that fails does not keep the others from running. `ask` reaches
 * the outside for the heartbeat.
 */
export async function runChores(
  deps: WorkerDeps,
  ask: Fetch = (input, init) => fetch(input, init),
): Promise<void> {
  let audit: Audit | null = null;
  const chores = {
    // By itself and first: whoever may no longer listen does not wait for mails to go out.
    streams: () => inRounds(() => runJobs(deps, { limit: MOST, kind: "end_streams" })),
    // Before the mails: what it promises goes out in the same minute.
    ladders: async () => (await lookAfterDue(deps)).acted,
    silences: () => escalateSilences(deps),
    deliveries: () => inRounds(() => deliver(deps, "any")),
    mails: () => inRounds(() => runJobs(deps, { limit: MOST, kind: "send_mail" })),
    buses: () => pokeLaggingBuses(deps),
    alerts: () => retractAlerts(deps, null),
    // After what people wait for: a model may take its time.
    assessments: () => assessInLanes(deps),
    jobs: () => inRounds(() => runJobs(deps, { limit: MOST })),
    purge: () => purgeExpired(deps.db, deps.now()),
    credentials: () => resealCredentials(deps),
    // Behind all that does not depend on other people's servers.
    notes: () => pushDueNotes(deps),
    webhooks: () => sendWebhooks(deps, null),
    // Last: what the others have just put right is nothing to be found.
    audit: async () => countDisturbances((audit = await runAudit(deps))),
  };
  const started = deps.now();
  const done: Record<string, number> = {};
  const ends: RoutineEnd[] = [];
  for (const [name, chore] of Object.entries(chores)) {
    try {
      done[name] = await chore();
      ends.push({ name, outcome: "done", ended_at: deps.now() });
    } catch (error) {
      ends.push({ name, outcome: "failed", ended_at: deps.now() });
      log("chore_failed", { chore: name }, error);
    }
  }
  log("chores", { ...done, ms: deps.now() - started });
  try {
    await recordRoutines(deps.db, [...ends, { name: "chores", outcome: "done", ended_at: deps.now() }]);
  } catch (error) {
    ends.push({ name: "chores", outcome: "failed", ended_at: deps.now() });
    log("chore_failed", { chore: "chores" }, error);
  }
  if (deps.env.HEARTBEAT_URL) await tellThatAllIsWell(deps.env.HEARTBEAT_URL, ends, audit, ask);
}

/** The heartbeat is withheld while anything is wrong anywhere: its silence is the alarm. */
async function tellThatAllIsWell(
  address: string,
  ends: readonly RoutineEnd[],
  audit: Audit | null,
  ask: Fetch,
): Promise<void> {
  const failed = ends.filter(({ outcome }) => outcome === "failed").map(({ name }) => name);
  const wrong = audit ? countDisturbances(audit) : null;
  if (failed.length === 0 && wrong === 0) return sendHeartbeat(address, ask);
  log("heartbeat_withheld", { failed: failed.join(", "), wrong });
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

/** One job at a time in each lane, so that none waits under a lease while a model thinks about another. */
async function assessInLanes(deps: WorkerDeps): Promise<number> {
  let done = await runJobs(deps, { limit: 1, kind: "assess_handoff" });
  if (done === 0) return 0;
  await inLanes(Array.from({ length: ASSESSMENTS }), ASSESSMENT_LANES, async () => {
    done += await runJobs(deps, { limit: 1, kind: "assess_handoff" });
  });
  return done;
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
