import { sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { KEY_LIFETIME_MS } from "./commit.ts";
import type { KeyedRequest } from "./context.ts";

/** The first answer to a keyed request, still sealed. */
export interface KeptAnswer {
  body_hash: string;
  status: number;
  answer: string;
}

/** Finds what a key was answered within its lifetime, or null. */
export async function findKeptAnswer(
  db: Db,
  keyed: Pick<KeyedRequest, "caller" | "operation" | "key">,
  now: number,
): Promise<KeptAnswer | null> {
  const [kept] = await db.all<KeptAnswer>(sql`SELECT body_hash, status, answer FROM idempotency_keys
    WHERE caller = ${keyed.caller} AND operation = ${keyed.operation} AND key = ${keyed.key}
      AND created_at > ${now - KEY_LIFETIME_MS}`);
  return kept ?? null;
}
