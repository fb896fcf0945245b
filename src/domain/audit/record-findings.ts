import { type SQL, sql } from "drizzle-orm";
import type { FindingCode } from "../../contract/health.ts";

/** One thing that the auditor looks for: rows of account_id, subject_id, handoff_id and detail. */
export interface Check {
  code: FindingCode;
  found: SQL;
}

/** So many findings of one kind are written in one run: what is wrong with everything need not be said of each. */
const MOST = 1_000;

/**
 * The statement that writes down what a check finds: new rows, or that an old one is still so. Two runs at once write
 * the same rows, as a finding is named after what it is about.
 */
export function recordFindings({ code, found }: Check, now: number): SQL {
  return sql`INSERT INTO findings (id, account_id, code, subject_id, handoff_id, detail, since, seen_at)
    SELECT found.account_id || ':' || ${code} || ':' || found.subject_id, found.account_id, ${code}, found.subject_id,
      found.handoff_id, found.detail, ${now}, ${now}
    FROM (${found} LIMIT ${MOST}) found WHERE 1
    ON CONFLICT DO UPDATE SET handoff_id = excluded.handoff_id, detail = excluded.detail,
      seen_at = max(findings.seen_at, excluded.seen_at)`;
}

/** The statement that lets go of what this run did not find any more. */
export function dropPutRight(now: number): SQL {
  return sql`DELETE FROM findings WHERE seen_at < ${now}`;
}
