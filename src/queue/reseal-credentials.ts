import type { Db } from "../db/client.ts";
import { SEALED_PLACES, type SealedPlace, listSealedOtherwise, reseal } from "../domain/reseal.ts";
import { log } from "../platform/log.ts";
import type { Vault } from "../platform/vault.ts";
import { credentialsVault } from "./credentials-vault.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** So many are read at a time, and after so many of one place the next minute goes on. */
const MOST = 200;
/** So many of those that no key opens are named. */
const NAMED = 20;

/**
 * Seals credentials, secrets and addresses anew that lie under an earlier key; only while one is configured, as all of
 * them are looked at. What no key opens is left as it is and named in the log; it keeps nothing else waiting, and says
 * so when it is used. Returns how many it sealed.
 */
export async function resealCredentials({ env, db }: WorkerDeps): Promise<number> {
  if (!env.CREDENTIALS_KEY_PREVIOUS) return 0;
  const vault = credentialsVault(env);
  let done = 0;
  for (const place of SEALED_PLACES) {
    const { sealed, closed } = await resealPlace(db, vault, place);
    done += sealed;
    if (closed.length > 0) {
      log("credentials_not_opened", {
        ...place,
        count: closed.length,
        ids: closed.slice(0, NAMED).join(" "),
      });
    }
  }
  return done;
}

async function resealPlace(
  db: Db,
  vault: Vault,
  place: SealedPlace,
): Promise<{ sealed: number; closed: string[] }> {
  const mark = await vault.mark();
  const closed: string[] = [];
  let sealed = 0;
  for (let after = "", full = true; full && sealed < MOST;) {
    const page = await listSealedOtherwise(db, place, mark, { after, limit: MOST });
    for (const one of page) {
      const opened = await vault.open(one.sealed).catch(() => null);
      if (opened === null) closed.push(one.id);
      else if (await reseal(db, place, one, await vault.seal(opened))) sealed++;
    }
    after = page.at(-1)?.id ?? after;
    full = page.length === MOST;
  }
  return { sealed, closed };
}
