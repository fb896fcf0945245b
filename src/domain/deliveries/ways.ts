import { sql } from "drizzle-orm";
import type { Channel } from "../../contract/delivery.ts";
import type { Addressee } from "./addressees.ts";
import { TARGET_WORKS, type Target } from "./targets.ts";

/** One way in which somebody is told: by mail (no target), or by a chat or browser. `recipient` is how the ledger calls it. */
export interface Way {
  channel: Channel;
  target_id: string | null;
  recipient: string;
}

export function wayOf({ id, channel, name }: Target): Way {
  return { channel, target_id: id, recipient: name };
}

export function mailTo({ email }: Pick<Addressee, "email">): Way {
  return { channel: "email", target_id: null, recipient: email };
}

/**
 * In which ways somebody is told: those they chose, as far as these work; where none does, by mail, and where mail comes
 * back, in any way of theirs. Nobody is left out for a choice that does not work any more.
 */
export function waysTo(who: Addressee): Way[] {
  const mail = who.reachable ? [mailTo(who)] : [];
  const own = who.targets.map(wayOf);
  const chosen = [...mail, ...own].filter(({ channel }) => who.notifications.channels.includes(channel));
  if (chosen.length > 0) return chosen;
  return mail.length > 0 ? mail : own;
}

/** Whether there is any way in which somebody can be told. */
export function isReachable(who: Addressee): boolean {
  return who.reachable || who.targets.length > 0;
}

/** The same of a member `m`, for a statement. */
export const IS_REACHABLE = sql`(m.reachable = 1 OR EXISTS (SELECT 1 FROM channel_targets t
  WHERE t.account_id = m.account_id AND t.user_id = m.user_id AND ${TARGET_WORKS}))`;

/** What tells one way to one person from all others. */
export function wayKey(userId: string | null, targetId: string | null): string {
  return `${userId ?? ""} ${targetId ?? ""}`;
}
