import { type SQL, sql } from "drizzle-orm";

const DAY = 24 * 60 * 60_000;

/**
 * The accounts in which something is going on: an active handoff, a promise that is not settled, a fact of the last
 * day; and those with findings, so that what is put right there is seen. Of an account at rest one row is read.
 */
export function activeAccounts(now: number): SQL {
  return sql`SELECT h.account_id FROM handoffs h INDEXED BY handoffs_one_active WHERE h.status IN ('open', 'claimed')
    UNION SELECT d.account_id FROM deliveries d INDEXED BY deliveries_due WHERE d.status IN ('pending', 'sending')
    UNION SELECT f.account_id FROM findings f
    UNION SELECT a.id FROM accounts a
      CROSS JOIN account_events e ON e.account_id = a.id AND e.seq = a.last_seq AND e.created_at > ${now - DAY}`;
}
