import { listSealedOtherwise, resealConnection } from "../domain/psa/reseal-connection.ts";
import { log } from "../platform/log.ts";
import { credentialsVault } from "./psa-terms.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** So many connections one minute seals anew. */
const MOST = 200;

/**
 * Seals credentials anew that lie under an earlier key; only while one is configured, as every connection is looked at.
 * What no key opens is left as it is: its connection says so when it is used. Returns how many it sealed.
 */
export async function resealCredentials({ env, db }: WorkerDeps): Promise<number> {
  if (!env.CREDENTIALS_KEY_PREVIOUS) return 0;
  const vault = credentialsVault(env);
  let done = 0;
  for (const connection of await listSealedOtherwise(db, await vault.mark(), MOST)) {
    try {
      const sealed = await vault.seal(await vault.open(connection.credentials));
      if (await resealConnection(db, connection, sealed)) done++;
    } catch (error) {
      log("credentials_not_opened", { connection_id: connection.id }, error);
    }
  }
  return done;
}
