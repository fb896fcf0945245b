import { sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { insertWhere } from "../db/insert-where.ts";
import { idempotency_keys } from "../db/schema.ts";
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

/**
 * Keeps the first answer of a keyed request that wrote nothing: a refusal by the state of things, or what was so
 * already. If another request with the key was quicker, theirs stays.
 */
export async function keepUnwrittenAnswer(
  db: Db,
  { seal, kept: _, ...keyed }: KeyedRequest,
  first: { status: number; answer: string },
  now: number,
): Promise<void> {
  const answer = await seal(first.answer);
  const row = { ...keyed, status: first.status, answer, created_at: now };
  await db.all(sql`${insertWhere(idempotency_keys, row, sql`1`)} ON CONFLICT DO NOTHING`);
}
