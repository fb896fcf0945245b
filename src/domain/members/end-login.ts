import { sql } from "drizzle-orm";
import type { Db } from "../../db/client.ts";
import { type PromisedEnd, promiseEndedStreams } from "../outbox/promise-ended-streams.ts";

/** Ends a login. Returns the end of its streams, promised in the same batch, where it worked in an account. */
export async function endLogin(
  db: Db,
  login: { id: string; account_id: string | null },
  { now, newId }: { now: number; newId: () => string },
): Promise<PromisedEnd[]> {
  const { id, account_id } = login;
  const end = sql`DELETE FROM logins WHERE id = ${id}`;
  if (account_id === null) {
    await db.all(end);
    return [];
  }
  const promised: PromisedEnd = { kind: "login", id, job: newId() };
  const isThere = sql`EXISTS (SELECT 1 FROM logins WHERE id = ${id})`;
  const [made = []] = await db.batch([promiseEndedStreams(promised, { account_id, now }, isThere), end]);
  return made.length > 0 ? [promised] : [];
}
