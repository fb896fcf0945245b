import { sql } from "drizzle-orm";
import type { DomainContext } from "../context.ts";
import { invalidField } from "../errors.ts";

/** A handoff that a body names. @throws DomainError `validation_failed` unless it is the account's */
export async function requireHandoff(ctx: DomainContext, pointer: string, id: string): Promise<void> {
  const found = await ctx.db.all(sql`SELECT 1 AS found FROM handoffs
    WHERE id = ${id} AND account_id = ${ctx.account_id}`);
  if (found.length === 0) throw invalidField(pointer, "There is no such handoff.");
}
