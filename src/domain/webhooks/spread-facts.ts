import { type SQL, sql } from "drizzle-orm";
import { EVERY_EVENT } from "../../contract/webhook.ts";
import type { Db } from "../../db/client.ts";

/** So many facts of a log one step takes on for each subscription, and so many steps one call. */
const STEP = 200;
const STEPS = 50;

/** Whether a subscription `w` wants a fact `e`. */
export const WANTS = sql`EXISTS (SELECT 1 FROM json_each(w.events) x WHERE x.value IN (${EVERY_EVENT}, e.type))`;

/** Whether an account is one of these; null: of any. */
export function isOf(account: SQL, accounts: readonly string[] | null): SQL {
  return accounts === null
    ? sql`1`
    : sql`${account} IN (SELECT value FROM json_each(${JSON.stringify(accounts)}))`;
}

/**
 * Makes a message for each fact that a subscription has not heard yet and wants to, and moves its cursor on, in one
 * batch: two at once make each message once. Of some accounts, or of all whose logs have grown.
 */
export async function spreadFacts(db: Db, accounts: readonly string[] | null, now: number): Promise<void> {
  for (let steps = 0; steps < STEPS; steps++) {
    const [, moved = []] = await db.batch(spread(accounts, now));
    // Whoever moved by less than a step is at the end of their log.
    if (!moved.some((row) => row["is_behind"] === 1)) return;
  }
}

function spread(accounts: readonly string[] | null, now: number): SQL[] {
  const end = sql`(SELECT a.last_seq FROM accounts a WHERE a.id = webhook_subscriptions.account_id)`;
  return [
    sql`INSERT INTO webhook_messages (id, account_id, subscription_id, seq, event_type, subject_id, status, next_attempt_at,
        created_at)
      SELECT w.id || ':' || e.seq || ':0', w.account_id, w.id, e.seq, e.type, coalesce(e.handoff_id, e.session_id), 'pending',
        ${now}, ${now}
      FROM webhook_subscriptions w CROSS JOIN account_events e ON e.account_id = w.account_id
        AND e.seq > w.cursor_seq AND e.seq <= w.cursor_seq + ${STEP}
      WHERE ${isOf(sql`w.account_id`, accounts)} AND w.active = 1 AND ${WANTS} ON CONFLICT DO NOTHING`,
    sql`UPDATE webhook_subscriptions SET cursor_seq = min(cursor_seq + ${STEP}, ${end})
      WHERE ${isOf(sql`account_id`, accounts)} AND active = 1 AND cursor_seq < ${end}
      RETURNING cursor_seq < ${end} AS is_behind`,
  ];
}
