import type { Person } from "../contract/person.ts";
import type { Place } from "../contract/place.ts";
import { log } from "../platform/log.ts";
import { accountBus } from "./poke-bus.ts";

/** Who is looking at which handoff. A bus that does not answer makes lists poorer, never fail. */
export async function whoIsLooking(
  env: Env,
  account: Place & { id: string },
): Promise<ReadonlyMap<string, Person[]>> {
  try {
    const looking = await accountBus(env, account.id, account).viewers();
    return new Map(looking.map(({ handoff_id, viewers }) => [handoff_id, viewers]));
  } catch (error) {
    log("presence_unknown", { account_id: account.id }, error);
    return new Map();
  }
}
