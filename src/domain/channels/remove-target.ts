import { sql } from "drizzle-orm";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { type Owner, ownedBy } from "./target-row.ts";

/** Lets go of a chat or browser: what is promised to it already goes another way. @throws DomainError `not_found` */
export async function removeTarget(ctx: DomainContext, owner: Owner, id: string): Promise<void> {
  const gone = await ctx.db.all(sql`DELETE FROM channel_targets WHERE id = ${id} AND ${ownedBy(ctx, owner)}
    RETURNING id`);
  if (gone.length === 0) throw notFound("channel");
}
