import type { SQL } from "drizzle-orm";
import type { Row } from "../db/client.ts";
import type { DomainContext } from "./context.ts";

/** An account in a query: its id, or an expression for the account of whoever is being recognised. */
export type AccountRef = string | SQL;

/** What a verb reads before it decides, all in one round trip. */
export type Reads<K> = (account: AccountRef, key: K) => SQL[];

/** A verb's first reads: those that came along, once; whoever lost a race must look again. */
export function readFirst<K>(ctx: DomainContext, reads: Reads<K>, key: K): Promise<Row[][]> {
  const ahead = takeAhead(ctx, reads);
  return ahead ? Promise.resolve(ahead) : ctx.db.batch(reads(ctx.account_id, key));
}

/** What has been read ahead for these reads, once; else null. */
export function takeAhead<K>(ctx: DomainContext, reads: Reads<K>): Row[][] | null {
  const { ahead } = ctx;
  if (ahead?.reads !== reads) return null;
  ctx.ahead = null;
  return ahead.rows;
}
