import { sql } from "drizzle-orm";
import type { ChannelTarget, TargetChannel } from "../../contract/channel-target.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { channel_targets } from "../../db/schema.ts";
import { iso, isoOrNull } from "../../platform/iso.ts";
import { sha256 } from "../../platform/sha256.ts";
import { type Operation, commit } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { type Owner, type TargetRow, ownedBy, ownerId } from "./target-row.ts";

/** So many chats and browsers one owner may have. */
export const MOST_TARGETS = 20;

/** A chat or browser to be told: its address as it is kept (sealed) and as it is shown, and what tells it from others. */
export interface NewTarget {
  channel: TargetChannel;
  name: string;
  sealed: string;
  shown: string;
  identity: string;
}

/**
 * Adds a chat of the account's or of the actor's own, or the actor's browser. One that is known already takes its new
 * name and address, and counts as working again.
 * @throws DomainError `invalid_transition` (too many), `forbidden` (keys)
 */
export async function addTarget(ctx: DomainContext, owner: Owner, given: NewTarget): Promise<ChannelTarget> {
  const { channel, name, sealed, shown, identity } = given;
  const hash = await sha256(identity);
  const own = ownedBy(ctx, owner);
  const [known] = await ctx.db.all<Pick<TargetRow, "id" | "created_at">>(
    sql`SELECT id, created_at FROM channel_targets WHERE ${own} AND address_hash = ${hash}`,
  );
  const { id, created_at } = known ?? { id: ctx.newId(), created_at: ctx.now };
  const row: TargetRow = {
    id,
    account_id: ctx.account_id,
    user_id: ownerId(ctx, owner),
    channel,
    name,
    address: sealed,
    address_hash: hash,
    active: true,
    last_error: null,
    broken_since: null,
    created_at,
  };
  const operation: Operation = {
    id,
    stands: sql`EXISTS (SELECT 1 FROM channel_targets WHERE id = ${id} AND address = ${sealed})`,
  };
  const isRoom = sql`(SELECT count(*) FROM channel_targets WHERE ${own}) < ${MOST_TARGETS}
    AND NOT EXISTS (SELECT 1 FROM channel_targets WHERE ${own} AND address_hash = ${hash})`;
  const answer = presentTarget(row, shown);
  const { won } = await commit(ctx, {
    operation,
    statements: [
      sql`UPDATE channel_targets SET channel = ${channel}, name = ${name}, address = ${sealed}, active = 1,
          broken_since = NULL, last_error = NULL
        WHERE id = ${id} AND ${own}`,
      insertWhere(channel_targets, row, isRoom),
    ],
    answer,
  });
  if (won) return answer;
  throw new DomainError("invalid_transition", `At most ${MOST_TARGETS} channels; remove one first.`);
}

/** A chat or browser as lists show it; of its address no more than `shown`. */
export function presentTarget(row: TargetRow, shown: string): ChannelTarget {
  const { id, channel, name, broken_since, last_error, created_at } = row;
  return {
    id,
    channel,
    name,
    address: shown,
    broken_since: isoOrNull(broken_since),
    last_error,
    created_at: iso(created_at),
  };
}
