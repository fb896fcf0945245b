import { sql } from "drizzle-orm";
import { WORKING_ROLES } from "../../contract/role.ts";

/**
 * Every active handoff `h` of all accounts with its session `s`. The index holds nothing else, and CROSS JOIN keeps the
 * order: the other way round every session there ever was would be read.
 */
export const ACTIVE_HANDOFFS = sql`handoffs h INDEXED BY handoffs_one_active
  CROSS JOIN sessions s ON s.id = h.session_id AND s.account_id = h.account_id`;

/** The condition that goes with it, in the words of the index. */
export const IS_ACTIVE = sql`h.status IN ('open', 'claimed')`;

/** What a session `s` is about, as findings call it. */
export const PROBLEM = sql`'“' || coalesce(nullif(trim(s.problem_summary), ''), 'A session without a summary') || '”'`;

/** Whether a member `m` may work on handoffs. */
export const CAN_WORK = sql`m.active = 1 AND m.deleted_at IS NULL AND m.role IN ${WORKING_ROLES}`;

/** Whether the holder of a handoff `h` is not one of those (any more). */
export const HELD_BY_NOBODY = sql`h.status = 'claimed' AND NOT EXISTS (SELECT 1 FROM members m
  WHERE m.account_id = h.account_id AND m.user_id = h.claimed_by AND ${CAN_WORK})`;
