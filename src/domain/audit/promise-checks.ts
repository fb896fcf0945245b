import { type SQL, sql } from "drizzle-orm";
import { ASKS_FOR_HELP } from "../deliveries/cancel-deliveries.ts";
import { ACTIVE_HANDOFFS, IS_ACTIVE, PROBLEM } from "./active-handoffs.ts";
import type { Check } from "./record-findings.ts";

/** A promise may be this long overdue, ms: nudge, minute's chores and a lease have all had their time. */
const LATE_MS = 5 * 60_000;

const MESSAGE = sql`'The message to ' || coalesce(u.name, d.recipient) || ' about ' || ${PROBLEM}`;

/** Every promised message is final or has a next attempt that comes; every promised job likewise. */
export function stuckPromises(now: number): Check {
  const late = now - LATE_MS;
  return {
    code: "stuck_delivery",
    found: sql`SELECT d.account_id, d.id AS subject_id, d.handoff_id, ${MESSAGE} || CASE
        WHEN d.status = 'sending' THEN ' was being sent, and nobody knows whether it went out.'
        WHEN d.next_attempt_at IS NULL THEN ' has no next attempt.'
        ELSE ' should have gone out by now.' END AS detail
      FROM deliveries d INDEXED BY deliveries_due
        CROSS JOIN handoffs h ON h.id = d.handoff_id AND h.account_id = d.account_id
        CROSS JOIN sessions s ON s.id = h.session_id LEFT JOIN users u ON u.id = d.recipient_id
      WHERE d.status IN ('pending', 'sending') AND CASE
        WHEN d.status = 'sending' THEN d.taken_until IS NULL OR d.taken_until <= ${late}
        WHEN d.next_attempt_at IS NULL THEN 1
        ELSE d.next_attempt_at <= ${late} AND (h.status = 'open' OR d.kind NOT IN ${ASKS_FOR_HELP}) END
      UNION ALL SELECT o.account_id, o.id, h.id, CASE o.kind
        WHEN 'assess_handoff' THEN 'The assessment of ' || ${PROBLEM} || ' should have been made by now.'
        WHEN 'send_mail' THEN 'A sign-in mail or an invitation should have gone out by now.'
        WHEN 'end_streams' THEN 'The live updates of somebody who may not see them any more should have ended by now.'
        ELSE 'Something that was promised should have been done by now.' END
      FROM outbox o INDEXED BY outbox_due
        LEFT JOIN handoffs h ON h.id = o.subject_id AND h.account_id = o.account_id
        LEFT JOIN sessions s ON s.id = h.session_id
      WHERE o.status = 'pending' AND o.next_attempt_at <= ${late} AND o.account_id IS NOT NULL`,
  };
}

/** How many jobs are as late but belong to no account, such as a mail to sign in. */
export function countLateJobsOfNobody(now: number): SQL {
  return sql`SELECT count(*) AS count FROM outbox INDEXED BY outbox_due
    WHERE status = 'pending' AND next_attempt_at <= ${now - LATE_MS} AND account_id IS NULL`;
}

/** A message that could not be delivered matters while its handoff waits and nobody else was or may yet be reached. */
export function failedDeliveries(): Check {
  return {
    code: "failed_delivery",
    found: sql`SELECT h.account_id, d.id AS subject_id, h.id AS handoff_id, ${MESSAGE} || CASE d.status
        WHEN 'bounced' THEN ' came back' ELSE ' could not be delivered' END || ', and nobody else was reached.' AS detail
      FROM ${ACTIVE_HANDOFFS} CROSS JOIN deliveries d ON d.handoff_id = h.id AND d.account_id = h.account_id
        LEFT JOIN users u ON u.id = d.recipient_id
      WHERE ${IS_ACTIVE} AND h.status = 'open' AND d.status IN ('failed', 'bounced', 'suppressed')
        AND NOT EXISTS (SELECT 1 FROM deliveries o WHERE o.handoff_id = h.id AND o.account_id = h.account_id
          AND o.status IN ('pending', 'sending', 'sent', 'delivered', 'bundled'))`,
  };
}
