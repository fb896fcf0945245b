import { type SQL, sql } from "drizzle-orm";
import { ASKS_FOR_HELP } from "../deliveries/cancel-deliveries.ts";
import { ACTIVE_HANDOFFS, IS_ACTIVE } from "./active-handoffs.ts";
import { DISAGREE, STATUS_BY_HANDOFF, handedOffToNobody } from "./session-checks.ts";

/**
 * The statements that put right what can be put right without judgement; each returns the account and the row it
 * changed. What they leave is for people: a log is never rewritten, and a resolved session is not opened again.
 */
export function healFindings(now: number): SQL[] {
  return [
    sql`UPDATE handoffs INDEXED BY handoffs_unclaimed SET next_action_at = ${now}
      WHERE status = 'open' AND intent = 'escalate' AND next_action_at IS NULL
      RETURNING account_id, 'handoff' AS what, id`,
    // Help that is not needed any more is not asked for late.
    sql`UPDATE deliveries INDEXED BY deliveries_due SET status = 'cancelled'
      WHERE status IN ('pending', 'sending') AND status = 'pending' AND next_attempt_at IS NULL
        AND kind IN ${ASKS_FOR_HELP} AND NOT EXISTS (SELECT 1 FROM handoffs h
          WHERE h.id = deliveries.handoff_id AND h.account_id = deliveries.account_id AND h.status = 'open')
      RETURNING account_id, 'delivery' AS what, id`,
    sql`UPDATE deliveries INDEXED BY deliveries_due SET next_attempt_at = ${now}
      WHERE status IN ('pending', 'sending') AND status = 'pending' AND next_attempt_at IS NULL
      RETURNING account_id, 'delivery' AS what, id`,
    sql`UPDATE deliveries INDEXED BY deliveries_due SET taken_until = ${now}
      WHERE status IN ('pending', 'sending') AND status = 'sending' AND taken_until IS NULL
      RETURNING account_id, 'delivery' AS what, id`,
    sql`UPDATE webhook_messages INDEXED BY webhook_messages_due SET next_attempt_at = ${now}
      WHERE status IN ('pending', 'sending') AND next_attempt_at IS NULL
      RETURNING account_id, 'webhook_message' AS what, id`,
    sql`UPDATE psa_notes INDEXED BY psa_notes_due SET next_attempt_at = ${now}
      WHERE status IN ('pending', 'pushing') AND next_attempt_at IS NULL
      RETURNING account_id, 'psa_note' AS what, id`,
    sql`UPDATE sessions SET updated_at = ${now}, (status, escalated_to_id) =
        (SELECT ${STATUS_BY_HANDOFF}, CASE h.status WHEN 'claimed' THEN h.claimed_by ELSE sessions.escalated_to_id END
          FROM handoffs h WHERE h.session_id = sessions.id AND ${IS_ACTIVE})
      WHERE id IN (SELECT s.id FROM ${ACTIVE_HANDOFFS} WHERE ${IS_ACTIVE} AND ${DISAGREE} AND s.status <> 'resolved')
      RETURNING account_id, 'session' AS what, id`,
    sql`UPDATE sessions SET updated_at = ${now}, status = 'active', escalated_to_id = NULL
      WHERE id IN (SELECT s.id FROM ${handedOffToNobody(now)})
      RETURNING account_id, 'session' AS what, id`,
  ];
}
