import { accountBus } from "../bus/poke-bus.ts";
import type { Poke } from "../bus/account-bus.ts";
import { type DueHandoff, listDueHandoffs } from "../domain/ladder/due-handoffs.ts";
import { lookAfter } from "../domain/ladder/look-after.ts";
import { log } from "../platform/log.ts";
import { nothingCommitted } from "../domain/context.ts";
import { sendJobs } from "./send-jobs.ts";
import { type WorkerDeps, systemContext } from "./worker-deps.ts";

/** So many handoffs one round takes on, and so many rounds one run; what is left waits for the next. */
const MOST = 500;
const ROUNDS = 10;
/** So many accounts are looked after at a time. */
const AT_ONCE = 10;

/** What a run came to: how many handoffs it acted on, and those with notifications to send. */
export interface LookedAfter {
  acted: number;
  notify: string[];
}

/**
 * Looks after every handoff that is due, of one account or of all, and tells the buses. One that cannot be looked after
 * is logged and keeps no other waiting; the next minute tries it again.
 */
export async function lookAfterDue(deps: WorkerDeps, accountId?: string): Promise<LookedAfter> {
  const done: LookedAfter = { acted: 0, notify: [] };
  const scope = accountId === undefined ? {} : { account_id: accountId };
  let after: DueHandoff | undefined;
  for (let rounds = 0; rounds < ROUNDS; rounds++) {
    const due = await listDueHandoffs(deps.db, { ...scope, after, limit: MOST }, deps.now());
    const accounts = [...Map.groupBy(due, ({ account_id }) => account_id).values()];
    for (let from = 0; from < accounts.length; from += AT_ONCE) {
      const some = accounts.slice(from, from + AT_ONCE);
      await Promise.all(some.map((handoffs) => lookAfterAccount(deps, handoffs, done)));
    }
    after = due.at(-1);
    if (due.length < MOST) break;
  }
  return done;
}

/** One after the other: they all write into their account's one log. */
async function lookAfterAccount(
  deps: WorkerDeps,
  handoffs: readonly DueHandoff[],
  done: LookedAfter,
): Promise<void> {
  const [account] = handoffs;
  if (!account) return;
  const { account_id, epoch, region, jurisdiction } = account;
  const ctx = systemContext(deps, account_id);
  for (const { id, session_id } of handoffs) {
    try {
      if (await lookAfter(ctx, { session_id, handoff_id: id })) done.acted++;
    } catch (error) {
      log("not_looked_after", { handoff_id: id, account_id }, error);
    }
  }
  const { events, notify, due } = ctx.committed;
  done.notify.push(...notify);
  if (ctx.committed.webhooks !== null || ctx.committed.retract.size > 0) {
    const { webhooks, retract } = ctx.committed;
    await sendJobs(deps.env, { ...nothingCommitted(), webhooks, retract }).catch((error: unknown) =>
      log("nudge_lost", { nudge: "send_jobs", account_id }, error),
    );
  }
  if (events.length === 0 && due === null) return;
  const last_seq = events.at(-1)?.seq ?? account.last_seq;
  const poke: Poke = { account_id, epoch, last_seq, events, due };
  await accountBus(deps.env, account_id, { region, jurisdiction })
    .poke(poke)
    .catch((error: unknown) => log("nudge_lost", { nudge: "poke_bus", account_id }, error));
}
