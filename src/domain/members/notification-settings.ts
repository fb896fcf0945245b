import { sql } from "drizzle-orm";
import { TARGET_CHANNELS } from "../../contract/channel-target.ts";
import type { Channel } from "../../contract/delivery.ts";
import { DEFAULT_NOTIFICATIONS, type NotificationSettings } from "../../contract/notifications.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { members } from "../../db/schema.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, invalidField } from "../errors.ts";

/** What Baton can tell people through. */
export const USABLE_CHANNELS: readonly Channel[] = ["email", ...TARGET_CHANNELS];

/** How the actor wants to be told. @throws DomainError `forbidden` (keys) */
export async function getNotificationSettings(ctx: DomainContext): Promise<NotificationSettings> {
  const [row] = await ctx.db.all(sql`SELECT * FROM members
    WHERE account_id = ${ctx.account_id} AND user_id = ${person(ctx).user_id}`);
  return (row && decodeRow(members, row).notifications) ?? DEFAULT_NOTIFICATIONS;
}

/**
 * Changes how the actor is told from now on; what is promised already keeps its time. A channel that leads nowhere (yet)
 * may be chosen: until one of them works, mail is used.
 * @throws DomainError `validation_failed` (no channel that Baton can use), `forbidden` (keys)
 */
export async function setNotificationSettings(
  ctx: DomainContext,
  settings: NotificationSettings,
): Promise<NotificationSettings> {
  const channels = [...new Set(settings.channels)];
  if (!channels.some((channel) => USABLE_CHANNELS.includes(channel))) {
    throw invalidField("/channels", `Name at least one of: ${USABLE_CHANNELS.join(", ")}.`);
  }
  const stored = { ...settings, channels };
  await ctx.db.all(sql`UPDATE members SET notifications = ${JSON.stringify(stored)}
    WHERE account_id = ${ctx.account_id} AND user_id = ${person(ctx).user_id} AND deleted_at IS NULL`);
  return stored;
}

function person({ actor }: DomainContext) {
  if (actor.kind !== "member") throw new DomainError("forbidden", "Only people are told.");
  return actor;
}
