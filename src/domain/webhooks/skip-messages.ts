import { type SQL, sql } from "drizzle-orm";

/** The statement by which what waits for these subscriptions is not sent any more. */
export function skipMessages(accountId: string, subscriptions: readonly string[], stands: SQL = sql`1`): SQL {
  return sql`UPDATE webhook_messages SET status = 'skipped', next_attempt_at = NULL, taken_until = NULL
    WHERE subscription_id IN (SELECT value FROM json_each(${JSON.stringify(subscriptions)}))
      AND status IN ('pending', 'sending') AND account_id = ${accountId} AND ${stands}`;
}
