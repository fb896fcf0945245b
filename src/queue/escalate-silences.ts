import { pokeBus } from "../bus/poke-bus.ts";
import { nothingCommitted } from "../domain/context.ts";
import { asIntegration, loadSource } from "../domain/integrations/admit-post.ts";
import { type Silent, escalateSilence, listSilent } from "../domain/integrations/heartbeat.ts";
import { newId } from "../platform/new-id.ts";
import { log } from "../platform/log.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** So many silent tools one run takes on; what is left waits for the next. */
const MOST = 200;

/**
 * Escalates the silence of every tool whose sign of life is overdue; the mails go with the chores that follow. One that
 * cannot be looked after is logged and keeps no other waiting. Returns how many were escalated.
 */
export async function escalateSilences(deps: WorkerDeps): Promise<number> {
  let escalated = 0;
  for (const silent of await listSilent(deps.db, deps.now(), MOST)) {
    try {
      if (await escalate(deps, silent)) escalated++;
    } catch (error) {
      log("silence_not_escalated", { integration_id: silent.id, account_id: silent.account_id }, error);
    }
  }
  return escalated;
}

async function escalate(deps: WorkerDeps, { id, account_id }: Silent): Promise<boolean> {
  const source = await loadSource(deps.db, account_id, id);
  if (!source) return false;
  const committed = nothingCommitted();
  const own = { db: deps.db, now: deps.now(), newId, keyed: null, ahead: null, committed };
  const done = await escalateSilence(asIntegration(own, source), source);
  await pokeBus(deps.env, account_id, committed).catch((error: unknown) => {
    log("nudge_lost", { nudge: "poke_bus", account_id }, error);
  });
  return done;
}
