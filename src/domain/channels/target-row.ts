import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import { decodeRow } from "../../db/decode-row.ts";
import { channel_targets } from "../../db/schema.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, notFound } from "../errors.ts";

export type TargetRow = InferSelectModel<typeof channel_targets>;

/** Whose chats and browsers are meant: the whole account's, or the actor's own. */
export type Owner = "account" | "me";

/** The user whose targets they are; null for the account's. @throws DomainError `forbidden` (keys) */
export function ownerId({ actor }: DomainContext, owner: Owner): string | null {
  if (owner === "account") return null;
  if (actor.kind !== "member") throw new DomainError("forbidden", "Only people are told.");
  return actor.user_id;
}

/** The condition for the targets of an owner. */
export function ownedBy(ctx: DomainContext, owner: Owner): SQL {
  return sql`account_id = ${ctx.account_id} AND user_id IS ${ownerId(ctx, owner)}`;
}

/** @throws DomainError `not_found` */
export async function loadTarget(ctx: DomainContext, owner: Owner, id: string): Promise<TargetRow> {
  const [row] = await ctx.db.all(
    sql`SELECT * FROM channel_targets WHERE id = ${id} AND ${ownedBy(ctx, owner)}`,
  );
  if (!row) throw notFound("channel");
  return decodeRow(channel_targets, row);
}

/** All of them, oldest first. */
export async function listTargets(ctx: DomainContext, owner: Owner): Promise<TargetRow[]> {
  const rows = await ctx.db.all(sql`SELECT * FROM channel_targets WHERE ${ownedBy(ctx, owner)}
    ORDER BY created_at, id`);
  return rows.map((row) => decodeRow(channel_targets, row));
}
