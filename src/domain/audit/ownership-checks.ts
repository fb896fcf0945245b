import { sql } from "drizzle-orm";
import { IS_REACHABLE } from "../deliveries/ways.ts";
import { ASKS_FOR_HELP } from "../deliveries/cancel-deliveries.ts";
import { ACTIVE_HANDOFFS, CAN_WORK, HELD_BY_NOBODY, IS_ACTIVE, PROBLEM } from "./active-handoffs.ts";
import type { Check } from "./record-findings.ts";

/** A mail service that takes nothing for so long is not just having a bad moment, ms. */
const UNREACHED_MS = 10 * 60_000;

/** The minute's chores may be this late, ms. */
const LATE_MS = 3 * 60_000;

const OPEN_ESCALATION = sql`${IS_ACTIVE} AND h.status = 'open' AND h.intent = 'escalate'`;

/** Every escalation has somebody who works on it, or a moment at which more people are asked. */
export function unownedEscalations(now: number): Check {
  return {
    code: "unowned_escalation",
    found: sql`SELECT h.account_id, h.id AS subject_id, h.id AS handoff_id, ${PROBLEM} || CASE
        WHEN h.next_action_at IS NULL THEN ' waits, and nothing is planned to happen next.'
        ELSE ' waits, and the step that was due has not been taken.' END AS detail
      FROM ${ACTIVE_HANDOFFS}
      WHERE ${OPEN_ESCALATION} AND (h.next_action_at IS NULL OR h.next_action_at <= ${now - LATE_MS})
      UNION ALL SELECT h.account_id, h.id, h.id,
        ${PROBLEM} || ' was picked up by ' || u.name || ', who cannot work on it any more.'
      FROM ${ACTIVE_HANDOFFS} CROSS JOIN users u ON u.id = h.claimed_by WHERE ${IS_ACTIVE} AND ${HELD_BY_NOBODY}`,
  };
}

/** Of every open escalation somebody has been told, is being told, or can be told by the ladder's next step. */
export function untoldEscalations(): Check {
  return {
    code: "nobody_to_tell",
    found: sql`SELECT h.account_id, h.id AS subject_id, h.id AS handoff_id,
        'There is nobody who can be told of ' || ${PROBLEM} || '.' AS detail
      FROM ${ACTIVE_HANDOFFS}
      WHERE ${OPEN_ESCALATION}
        AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.handoff_id = h.id AND d.account_id = h.account_id
          AND d.kind IN ${ASKS_FOR_HELP} AND d.status IN ('pending', 'sending', 'sent', 'delivered', 'bundled'))
        AND NOT EXISTS (SELECT 1 FROM members m WHERE m.account_id = h.account_id AND ${IS_REACHABLE} AND ${CAN_WORK}
          AND m.user_id IS NOT h.handed_off_by)`,
  };
}

/** Of every open escalation somebody has really been reached, not only tried. */
export function unreachedEscalations(now: number): Check {
  return {
    code: "nobody_reached",
    found: sql`SELECT h.account_id, h.id AS subject_id, h.id AS handoff_id,
        'Nobody has been reached about ' || ${PROBLEM} || ' yet, though it has been tried.' AS detail
      FROM ${ACTIVE_HANDOFFS}
      WHERE ${OPEN_ESCALATION} AND h.created_at <= ${now - UNREACHED_MS}
        AND EXISTS (SELECT 1 FROM deliveries d WHERE d.handoff_id = h.id AND d.account_id = h.account_id
          AND d.attempts > 0 AND d.status IN ('pending', 'sending'))
        AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.handoff_id = h.id AND d.account_id = h.account_id
          AND d.status IN ('sent', 'delivered', 'bundled'))`,
  };
}
