import { JURISDICTIONS, type Place, REGIONS, oneOfWords } from "../contract/place.ts";
import type { Committed } from "../domain/context.ts";
import type { AccountBus, Poke } from "./account-bus.ts";

const ANYWHERE: Place = { region: null, jurisdiction: null };

/**
 * The one bus of an account, whatever notation its id came in. It is made near the account's people, and within its
 * jurisdiction where it has one: the same id in another jurisdiction is another object, so both always come along.
 */
export function accountBus(
  env: Env,
  accountId: string,
  place: Place = ANYWHERE,
): DurableObjectStub<AccountBus> {
  // The namespace is bound to this very class in wrangler.toml.
  const everywhere = env.ACCOUNT_BUS as unknown as DurableObjectNamespace<AccountBus>;
  const jurisdiction = oneOfWords(JURISDICTIONS, place.jurisdiction);
  const namespace = jurisdiction
    ? everywhere.jurisdiction(jurisdiction as DurableObjectJurisdiction)
    : everywhere;
  const region = oneOfWords(REGIONS, place.region);
  const id = namespace.idFromName(accountId.toLowerCase());
  return namespace.get(id, region ? { locationHint: region as DurableObjectLocationHint } : {});
}

/** Tells an account's bus that its log grew, with the fresh rows. Returns how far the bus now is. */
export async function pokeBus(env: Env, accountId: string, committed: Committed): Promise<number> {
  const events = committed.events.toSorted((a, b) => a.seq - b.seq);
  const last = events.at(-1);
  const { log } = committed;
  if (!last || log === null) return 0;
  const poke: Poke = {
    account_id: accountId,
    epoch: log.epoch,
    last_seq: last.seq,
    events,
    due: committed.due,
  };
  return accountBus(env, accountId, log).poke(poke);
}
