import { listSealedOtherwise, reseal } from "../domain/reseal.ts";
import { log } from "../platform/log.ts";
import { credentialsVault } from "./credentials-vault.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** So many of each sort one minute seals anew. */
const MOST = 200;

/**
 * Seals credentials, secrets and addresses anew that lie under an earlier key; only while one is configured, as all of
 * them are looked at. What no key opens is left as it is: it says so when it is used. Returns how many it sealed.
 */
export async function resealCredentials({ env, db }: WorkerDeps): Promise<number> {
  if (!env.CREDENTIALS_KEY_PREVIOUS) return 0;
  const vault = credentialsVault(env);
  let done = 0;
  for (const one of await listSealedOtherwise(db, await vault.mark(), MOST)) {
    try {
      if (await reseal(db, one, await vault.seal(await vault.open(one.sealed)))) done++;
    } catch (error) {
      log("credentials_not_opened", { table: one.table, id: one.id }, error);
    }
  }
  return done;
}
