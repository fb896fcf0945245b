import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { LoggedEvent } from "../../contract/event.ts";
import type { Db } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { account_events, webhook_messages, webhook_subscriptions } from "../../db/schema.ts";
import { presentEvent } from "../events/present-event.ts";
import type { SubscriptionRow } from "./subscription-row.ts";

/** How long a sender may hold a message before another may take it. */
export const MESSAGE_LEASE_MS = 25_000;
/** So many are taken at a time, each for another subject. */
export const MOST_MESSAGES = 50;

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
 * Takes messages that are due, of one account or of all, each for one sender: of each subject only the first that waits,
 * so that what happened to a handoff arrives in the order in which it happened.
 */
export async function takeMessages(db: Db, accountId: string | null, now: number): Promise<TakenMessage[]> {
  const of = accountId === null ? sql`1` : sql`m.account_id = ${accountId}`;
  const taken = await db.all(sql`UPDATE webhook_messages SET status = 'sending', attempts = attempts + 1,
      taken_until = ${now + MESSAGE_LEASE_MS}
    WHERE id IN (SELECT m.id FROM webhook_messages m INDEXED BY webhook_messages_due
      WHERE ${isDue(now)} AND ${of} AND ${IS_NEXT(now)} ORDER BY m.next_attempt_at, m.seq LIMIT ${MOST_MESSAGES})
    RETURNING *`);
  if (taken.length === 0) return [];
  const messages = taken.map((row) => decodeRow(webhook_messages, row));
  const [subscriptions = [], facts = []] = await db.batch([
    sql`SELECT w.* FROM webhook_subscriptions w WHERE w.id IN
      (SELECT value FROM json_each(${JSON.stringify([...new Set(messages.map((one) => one.subscription_id))])}))`,
    sql`SELECT e.* FROM json_each(${JSON.stringify(messages)}) t CROSS JOIN account_events e
      ON e.account_id = t.value ->> 'account_id' AND e.seq = t.value ->> 'seq'`,
  ]);
  const byId = new Map(
    subscriptions.map((row) => [String(row["id"]), decodeRow(webhook_subscriptions, row)]),
  );
  const events = new Map(facts.map((row) => [`${row["account_id"]} ${row["seq"]}`, row]));
  return messages.flatMap((message) => {
    const subscription = byId.get(message.subscription_id);
    const fact = events.get(`${message.account_id} ${message.seq}`);
    if (!subscription || !fact) return [];
    return { message, subscription, event: presentEvent(decodeRow(account_events, fact)) };
  });
}
