import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { LoggedEvent } from "../../contract/event.ts";
import type { Db } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { account_events, webhook_messages, webhook_subscriptions } from "../../db/schema.ts";
import { presentEvent } from "../events/present-event.ts";
import { isOf } from "./spread-facts.ts";
import type { SubscriptionRow } from "./subscription-row.ts";

/** How long a sender may hold a message before another may take it. */
export const MESSAGE_LEASE_MS = 25_000;

/** A message in a sender's hands, with where it goes and the fact that it tells. */
export interface TakenMessage {
  message: InferSelectModel<typeof webhook_messages>;
  subscription: SubscriptionRow;
  event: LoggedEvent;
}

/** Whether a message `m` is due: its time has come, or its sender has vanished. */
const isDue = (now: number): SQL => sql`m.status IN ('pending', 'sending') AND m.next_attempt_at <= ${now}
  AND (m.status = 'pending' OR coalesce(m.taken_until, 0) <= ${now})`;

/** Whether nothing of the same subject goes before a message `m`, or is on its way. */
const IS_NEXT = (now: number): SQL => sql`NOT EXISTS (SELECT 1 FROM webhook_messages o
  WHERE o.subscription_id = m.subscription_id AND o.subject_id = m.subject_id AND o.status IN ('pending', 'sending')
    AND o.id <> m.id AND ((o.seq, o.replay) < (m.seq, m.replay) OR (o.status = 'sending' AND o.taken_until > ${now})))`;

/**
 * Takes the message that is due first, of these accounts or of all, for one sender; of each subject only the first that
 * waits, so that what happened to a handoff arrives in the order in which it happened. Null where nothing may go now.
 */
export async function takeMessage(
  db: Db,
  accounts: readonly string[] | null,
  now: number,
): Promise<TakenMessage | null> {
  const [row] = await db.all(sql`UPDATE webhook_messages SET status = 'sending', attempts = attempts + 1,
      taken_until = ${now + MESSAGE_LEASE_MS}
    WHERE id IN (SELECT m.id FROM webhook_messages m INDEXED BY webhook_messages_due
      WHERE ${isDue(now)} AND ${isOf(sql`m.account_id`, accounts)} AND ${IS_NEXT(now)}
      ORDER BY m.next_attempt_at, m.seq LIMIT 1)
    RETURNING *`);
  if (!row) return null;
  const message = decodeRow(webhook_messages, row);
  const [subscriptions = [], facts = []] = await db.batch([
    sql`SELECT w.* FROM webhook_subscriptions w WHERE w.id = ${message.subscription_id}`,
    sql`SELECT e.* FROM account_events e WHERE e.account_id = ${message.account_id} AND e.seq = ${message.seq}`,
  ]);
  const [subscription, fact] = [subscriptions[0], facts[0]];
  // Whoever has just ended the subscription has ended its messages, too.
  if (!subscription || !fact) return takeMessage(db, accounts, now);
  return {
    message,
    subscription: decodeRow(webhook_subscriptions, subscription),
    event: presentEvent(decodeRow(account_events, fact)),
  };
}

/** The accounts with messages that are due. */
export async function listWaiting(db: Db, now: number): Promise<string[]> {
  const rows = await db.all<{ account_id: string }>(sql`SELECT DISTINCT m.account_id
    FROM webhook_messages m INDEXED BY webhook_messages_due WHERE ${isDue(now)} LIMIT 100`);
  return rows.map(({ account_id }) => account_id);
}
