import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { Row } from "../../src/db/client.ts";
import { type Audit, auditAccounts } from "../../src/domain/audit/audit-accounts.ts";
import type { TestAccount } from "./factories.ts";

/** Audits all accounts at this moment (ms) and returns what is then found in one. */
export async function audited(account: TestAccount, now: number): Promise<Row[]> {
  await auditAccounts(account.db, now);
  return findingsOf(account);
}

/** Everything that was promised in the account so far has been kept: mails, jobs, live updates. */
export async function promisesKept({ db, id }: TestAccount): Promise<void> {
  await db.batch([
    sql`UPDATE accounts SET bus_seq = last_seq WHERE id = ${id}`,
    sql`UPDATE deliveries SET status = 'sent', next_attempt_at = NULL WHERE account_id = ${id} AND status = 'pending'`,
    sql`UPDATE outbox SET status = 'done' WHERE account_id = ${id}`,
  ]);
}

/** The findings of an account, by code. */
export function findingsOf({ db, id }: TestAccount): Promise<Row[]> {
  return db.all(sql`SELECT code, subject_id, handoff_id, detail FROM findings WHERE account_id = ${id}
    ORDER BY code, detail`);
}

/** What a run says about one account: its new findings and what it healed there. */
export function saidAbout({ fresh, healed, abandoned }: Audit, { id }: TestAccount) {
  const own = <T extends { account_id?: string | null }>(rows: T[]) =>
    rows.filter(({ account_id }) => account_id === id);
  return { fresh: own(fresh), healed: own(healed), abandoned: own(abandoned) };
}

/** Puts right whatever earlier tests left behind, so that nothing is wrong anywhere but what the test breaks. */
export async function nothingWrongAnywhere(): Promise<void> {
  await env.DB.batch(
    [
      "UPDATE outbox SET status = 'done', payload = NULL WHERE status = 'pending'",
      "UPDATE deliveries SET status = 'cancelled' WHERE status IN ('pending', 'sending')",
      "UPDATE psa_notes SET status = 'cancelled' WHERE status IN ('pending', 'pushing', 'failed')",
      "UPDATE psa_connections SET broken_since = NULL, last_error = NULL",
      "UPDATE handoffs SET status = 'withdrawn', next_action_at = NULL WHERE status IN ('open', 'claimed')",
      "UPDATE sessions SET status = 'active' WHERE status IN ('paused', 'escalated')",
      "UPDATE members SET reachable = 1 WHERE reachable = 0",
      "UPDATE webhook_messages SET status = 'skipped' WHERE status IN ('pending', 'sending')",
      "UPDATE webhook_subscriptions SET active = 0, failing_since = NULL, disabled_reason = NULL",
      `DELETE FROM account_events WHERE account_id IN (SELECT account_id FROM account_events GROUP BY account_id
         HAVING count(*) <> max(seq))`,
      "UPDATE accounts SET last_seq = (SELECT count(*) FROM account_events WHERE account_id = accounts.id)",
      "UPDATE accounts SET bus_seq = last_seq",
      "DELETE FROM findings",
      "DELETE FROM routines",
    ].map((text) => env.DB.prepare(text)),
  );
}
