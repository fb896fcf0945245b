import { type SQL, sql } from "drizzle-orm";
import { activeAccounts } from "./active-accounts.ts";
import { ACTIVE_HANDOFFS, IS_ACTIVE, PROBLEM } from "./active-handoffs.ts";
import type { Check } from "./record-findings.ts";

/** How the session of an active handoff `h` stands if the two agree. */
export const STATUS_BY_HANDOFF = sql`CASE WHEN h.status = 'claimed' THEN 'active'
  WHEN h.intent = 'park' THEN 'paused' ELSE 'escalated' END`;

/** Whether an active handoff `h` and its session `s` do not agree. */
export const DISAGREE = sql`(s.status <> ${STATUS_BY_HANDOFF}
  OR (h.status = 'claimed' AND s.escalated_to_id IS NOT h.claimed_by))`;

/** Sessions `s` that are handed off by their own word, while no handoff of theirs is active. */
export function handedOffToNobody(now: number): SQL {
  return sql`(${activeAccounts(now)}) active CROSS JOIN sessions s INDEXED BY sessions_by_status
      ON s.account_id = active.account_id AND s.status IN ('paused', 'escalated')
    WHERE NOT EXISTS (SELECT 1 FROM handoffs h WHERE h.session_id = s.id AND h.status IN ('open', 'claimed'))`;
}

/** Sessions and handoffs say the same. That no session has two active handoffs, a unique index sees to. */
export function mismatchedSessions(now: number): Check {
  return {
    code: "session_mismatch",
    found: sql`SELECT h.account_id, s.id AS subject_id, h.id AS handoff_id, ${PROBLEM} || CASE
        WHEN h.status = 'open' THEN ' waits to be picked up' ELSE ' is held by ' || coalesce(u.name, 'somebody') END
        || CASE WHEN s.status <> ${STATUS_BY_HANDOFF} THEN ', but its session is ' || s.status || '.'
          ELSE ', but its session names somebody else.' END AS detail
      FROM ${ACTIVE_HANDOFFS} LEFT JOIN users u ON u.id = h.claimed_by WHERE ${IS_ACTIVE} AND ${DISAGREE}
      UNION ALL SELECT s.account_id, s.id, NULL, ${PROBLEM} || ' is ' || s.status || ', but nothing of it waits to be picked up.'
      FROM ${handedOffToNobody(now)}`,
  };
}
