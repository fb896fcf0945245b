import { sql } from "drizzle-orm";
import { activeAccounts } from "./active-accounts.ts";
import { PROBLEM } from "./active-handoffs.ts";
import type { Check } from "./record-findings.ts";

/** So long a PSA may not answer, and so long a note may be overdue, ms, before that is worth saying. */
const LATE_MS = 5 * 60_000;
/** A note that could not be pushed is told of for so long, ms. */
const FAILED_MS = 7 * 24 * 60 * 60_000;

/** PSA connections through which nothing gets, with why. */
export function brokenConnections(now: number): Check {
  return {
    code: "psa_connection_broken",
    found: sql`SELECT c.account_id, c.id AS subject_id, NULL AS handoff_id,
        'The PSA connection “' || c.name || '” does not work: ' || coalesce(c.last_error, 'no reason is known') AS detail
      FROM (${activeAccounts(now)}) active
        CROSS JOIN psa_connections c INDEXED BY psa_connections_of_account ON c.account_id = active.account_id
      WHERE c.broken_since <= ${now - LATE_MS}`,
  };
}

/** Every promised note is final or is tried again; one whose PSA is left alone for a while waits with it. */
export function stuckNotes(now: number): Check {
  const late = now - LATE_MS;
  return {
    code: "stuck_psa_note",
    found: sql`SELECT n.account_id, n.id AS subject_id, n.handoff_id,
        'The note about ' || ${PROBLEM} || ' should be in its ticket by now.' AS detail
      FROM psa_notes n INDEXED BY psa_notes_due CROSS JOIN sessions s ON s.id = n.session_id
        CROSS JOIN psa_connections c ON c.id = n.connection_id
      WHERE n.status IN ('pending', 'pushing') AND (n.next_attempt_at IS NULL
        OR (n.next_attempt_at <= ${late} AND coalesce(c.busy_until, 0) <= ${late}))`,
  };
}

/** Notes that were given up on, in the last days: somebody has to say whether they are tried again. */
export function failedNotes(now: number): Check {
  return {
    code: "failed_psa_note",
    found: sql`SELECT n.account_id, n.id AS subject_id, n.handoff_id, 'The note about ' || ${PROBLEM}
        || ' is not in ticket ' || n.ticket_ref || ': ' || coalesce(n.last_error, 'no reason is known') AS detail
      FROM (${activeAccounts(now)}) active
        CROSS JOIN psa_connections c INDEXED BY psa_connections_of_account ON c.account_id = active.account_id
        CROSS JOIN psa_notes n ON n.connection_id = c.id AND n.status = 'failed'
        CROSS JOIN sessions s ON s.id = n.session_id
      WHERE n.created_at > ${now - FAILED_MS}`,
  };
}
