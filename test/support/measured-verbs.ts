import { env } from "cloudflare:workers";
import { openDb } from "../../src/db/client.ts";
import type { Db } from "../../src/db/client.ts";
import type { DomainContext } from "../../src/domain/context.ts";
import { recordingDatabase } from "./recording-database.ts";

/** Runs it with a database that counts, and returns the SQL of each round trip. */
export async function tripsOf(run: (db: Db) => Promise<unknown>): Promise<string[][]> {
  const { binding, trips } = recordingDatabase(env.DB);
  await run(openDb(binding));
  return trips;
}

/** The same for a verb in a context. */
export function tripsOfVerb(
  ctx: DomainContext,
  verb: (ctx: DomainContext) => Promise<unknown>,
): Promise<string[][]> {
  return tripsOf((db) => verb({ ...ctx, db }));
}
