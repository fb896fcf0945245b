import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { Handoff } from "../../contract/handoff.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { handoffs } from "../../db/schema.ts";
import { iso, isoOrNull } from "../../platform/iso.ts";
import { nextEscalation } from "../ladder/next-escalation.ts";
import type { AccountRef } from "../read-ahead.ts";
import { nameIn } from "../sessions/session-row.ts";

/** A handoff as it is stored, with the names of its people beside it. */
export type HandoffRow = InferSelectModel<typeof handoffs> & {
  handed_off_by_name: string | null;
  claimed_by_name: string | null;
};

export const SELECT_HANDOFFS = sql`SELECT h.*, o.name AS handed_off_by_name, c.name AS claimed_by_name
  FROM handoffs h LEFT JOIN users o ON o.id = h.handed_off_by LEFT JOIN users c ON c.id = h.claimed_by`;

/** Where a handoff is found: both ids come from the path. */
export interface HandoffKey {
  session_id: string;
  handoff_id: string;
}

export function selectHandoff(account: AccountRef, key: HandoffKey): SQL {
  return sql`${SELECT_HANDOFFS}
    WHERE h.id = ${key.handoff_id} AND h.session_id = ${key.session_id} AND h.account_id = ${account}`;
}

/** The handoffs of a session, newest first. */
export function selectHandoffsOf(account: AccountRef, sessionId: string): SQL {
  return sql`${SELECT_HANDOFFS} WHERE h.session_id = ${sessionId} AND h.account_id = ${account}
    ORDER BY h.created_at DESC, h.id DESC`;
}

export function decodeHandoff(row: Row): HandoffRow {
  return {
    ...decodeRow(handoffs, row),
    handed_off_by_name: nameIn(row, "handed_off_by_name"),
    claimed_by_name: nameIn(row, "claimed_by_name"),
  };
}

/** The handoff as callers see it. */
export function presentHandoff(row: HandoffRow): Handoff {
  return {
    id: row.id,
    account_id: row.account_id,
    session_id: row.session_id,
    team_id: row.team_id,
    intent: row.intent,
    status: row.status,
    priority: row.priority,
    engineer_notes: row.engineer_notes,
    source_branch_id: row.source_branch_id,
    snapshot: row.snapshot,
    ai_assessment: row.ai_assessment,
    ai_assessment_data: row.ai_assessment_data,
    assessment_status: row.assessment_status,
    assessment_verdict: row.assessment_verdict,
    handed_off_by: row.handed_off_by,
    handed_off_by_name: row.handed_off_by_name,
    claimed_by: row.claimed_by,
    claimed_by_name: row.claimed_by_name,
    claimed_at: isoOrNull(row.claimed_at),
    read_back: row.read_back,
    correction: row.correction,
    psa_note_pushed: row.psa_note_pushed,
    psa_note_id: row.psa_note_id,
    to_user_id: row.to_user_id,
    to_team_id: row.to_team_id,
    wake_at: isoOrNull(row.wake_at),
    next_action_at: isoOrNull(row.next_action_at),
    next_escalation: nextEscalation(row),
    occurrences: row.occurrences,
    source_acknowledged_at: isoOrNull(row.source_acknowledged_at),
    source_resolved_at: isoOrNull(row.source_resolved_at),
    version: row.version,
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
  };
}
