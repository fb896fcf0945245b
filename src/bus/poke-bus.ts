import type { Committed } from "../domain/context.ts";
import type { AccountBus, Poke } from "./account-bus.ts";

/** The one bus of an account, whatever notation its id came in. */
export function accountBus(env: Env, accountId: string): DurableObjectStub<AccountBus> {
  // The namespace is bound to this very class in wrangler.toml.
  const namespace = env.ACCOUNT_BUS as unknown as DurableObjectNamespace<AccountBus>;
  return namespace.get(namespace.idFromName(accountId.toLowerCase()));
}

/** Tells an account's bus that its log grew, with the fresh rows. Returns how far the bus now is. */
export async function pokeBus(env: Env, accountId: string, committed: Committed): Promise<number> {
  const events = committed.events.toSorted((a, b) => a.seq - b.seq);
  const last = events.at(-1);
  if (!last || committed.epoch === null) return 0;
  const poke: Poke = { account_id: accountId, epoch: committed.epoch, last_seq: last.seq, events };
  return accountBus(env, accountId).poke(poke);
}
