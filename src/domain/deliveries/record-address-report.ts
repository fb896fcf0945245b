import { type SQL, sql } from "drizzle-orm";
import type { AddressReport } from "../../contract/mail-report.ts";
import type { Db } from "../../db/client.ts";

type Said = Pick<AddressReport, "recipient" | "at">;

/**
 * Writes whether a provider sends to an address: no account's affair, as the address is the same for all of them.
 * What comes late does not undo what was said since. Returns what it came to.
 */
export async function recordAddressReport(
  db: Db,
  report: AddressReport,
  now: number,
): Promise<"recorded" | "unchanged" | "repeated"> {
  const { recipient, record } = report;
  const reachable = report.reachable ? 1 : 0;
  const key = keyOf(report.at ?? now, report.reachable);
  const [kept = [], changed = []] = await db.batch([
    sql`SELECT 1 AS kept WHERE ${isOvertaken(report, now)} OR EXISTS (SELECT 1 FROM idempotency_keys
      WHERE caller = ${callerOf(recipient)} AND operation = ${record} AND key = ${key})`,
    sql`UPDATE members SET reachable = ${reachable}
      WHERE user_id IN (SELECT u.id FROM users u WHERE u.email = ${recipient}) AND reachable <> ${reachable}
        AND NOT ${isOvertaken(report, now)} RETURNING id`,
    sql`INSERT INTO idempotency_keys (caller, operation, key, body_hash, status, answer, created_at)
      VALUES (${callerOf(recipient)}, ${record}, ${key}, '', 200, '', ${now}) ON CONFLICT DO NOTHING`,
  ]);
  if (changed.length > 0) return "recorded";
  return kept.length > 0 ? "repeated" : "unchanged";
}

/** Whether something was said of the address that happened later; it is remembered for a day. */
export function isOvertaken({ recipient, at }: Said, now: number): SQL {
  return sql`EXISTS (SELECT 1 FROM idempotency_keys k WHERE k.caller = ${callerOf(recipient)}
    AND k.operation = 'SubscriptionChange' AND k.key >= ${keyOf((at ?? now) + 1)})`;
}

function callerOf(recipient: string): string {
  return `postmark ${recipient}`;
}

/** In the order of time. */
function keyOf(at: number, reachable?: boolean): string {
  const state = reachable === undefined ? "" : reachable ? " reactivated" : " suppressed";
  return `${String(at).padStart(16, "0")}${state}`;
}
