import { pokeBus } from "../bus/poke-bus.ts";
import { type AbandonedHandoff, type Audit, auditAccounts } from "../domain/audit/audit-accounts.ts";
import { freeHandoff } from "../domain/audit/free-handoff.ts";
import { DomainError } from "../domain/errors.ts";
import { log } from "../platform/log.ts";
import { type WorkerDeps, systemContext } from "../queue/worker-deps.ts";

/** What one run heals is told row by row up to this many; after an outage the number says enough. */
const MOST_LINES = 100;

/** Audits all accounts, tells the log of what is new, and gives handoffs back to the queue whose holder is gone. */
export async function runAudit(deps: WorkerDeps): Promise<Audit> {
  const audit = await auditAccounts(deps.db, deps.now());
  for (const finding of audit.fresh) log("finding", finding);
  for (const row of audit.healed.slice(0, MOST_LINES)) log("healed", row);
  for (const handoff of audit.abandoned) await free(deps, handoff);
  const { counts, late_jobs, healed, abandoned } = audit;
  log("audit", { ...counts, late_jobs, healed: healed.length, abandoned: abandoned.length });
  return audit;
}

async function free(deps: WorkerDeps, { account_id, ...key }: AbandonedHandoff): Promise<void> {
  const ctx = systemContext(deps, account_id);
  try {
    await freeHandoff(ctx, key);
    log("healed", { account_id, what: "handoff", id: key.handoff_id });
    await pokeBus(deps.env, account_id, ctx.committed);
  } catch (error) {
    // Somebody has moved it meanwhile: then nothing is to be done here.
    if (error instanceof DomainError && error.code === "invalid_transition") return;
    log("not_healed", { account_id, handoff_id: key.handoff_id }, error);
  }
}
