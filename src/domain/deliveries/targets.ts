import { type SQL, sql } from "drizzle-orm";
import type { TargetChannel } from "../../contract/channel-target.ts";
import type { Row } from "../../db/client.ts";
import type { AccountRef } from "../read-ahead.ts";

/** A chat or browser that can be told, without its address. */
export interface Target {
  id: string;
  channel: TargetChannel;
  name: string;
}

/** Whether a chat or browser `t` can be told. */
export const TARGET_WORKS = sql`t.active = 1 AND t.broken_since IS NULL`;

/** The chats of the whole account that work. */
export function selectAccountChannels(account: AccountRef): SQL {
  return sql`SELECT t.id, t.channel, t.name FROM channel_targets t
    WHERE t.account_id = ${account} AND t.user_id IS NULL AND ${TARGET_WORKS} ORDER BY t.created_at, t.id`;
}

export function decodeTarget(row: Row): Target {
  // The column's check allows no other channels.
  const channel = String(row["channel"]) as TargetChannel;
  return { id: String(row["id"]), channel, name: String(row["name"]) };
}
