import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { Session } from "../../contract/session.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { sessions } from "../../db/schema.ts";
import { iso, isoOrNull } from "../../platform/iso.ts";
import type { AccountRef } from "../read-ahead.ts";

/** A session as it is stored, with the names of its people beside it. */
export type SessionRow = InferSelectModel<typeof sessions> & {
  user_name: string | null;
  escalated_to_name: string | null;
};

/** The session `id` of the account, if it is there. */
export function selectSession(account: AccountRef, id: string): SQL {
  return sql`${SELECT_SESSIONS} WHERE s.id = ${id} AND s.account_id = ${account}`;
}

export const SELECT_SESSIONS = sql`SELECT s.*, u.name AS user_name, e.name AS escalated_to_name
  FROM sessions s LEFT JOIN users u ON u.id = s.user_id LEFT JOIN users e ON e.id = s.escalated_to_id`;

export function decodeSession(row: Row): SessionRow {
  return {
    ...decodeRow(sessions, row),
    user_name: nameIn(row, "user_name"),
    escalated_to_name: nameIn(row, "escalated_to_name"),
  };
}

/** A joined name: text, or null where nobody is named. */
export function nameIn(row: Row, column: string): string | null {
  const value = row[column];
  return typeof value === "string" ? value : null;
}

/** The session as callers see it. */
export function presentSession(row: SessionRow): Session {
  return {
    id: row.id,
    account_id: row.account_id,
    team_id: row.team_id,
    user_id: row.user_id,
    user_name: row.user_name,
    source: { kind: row.source_kind, integration_id: row.integration_id, name: row.source_name },
    session_type: row.session_type,
    intake_type: row.intake_type,
    intake_content: row.intake_content,
    problem_summary: row.problem_summary,
    problem_domain: row.problem_domain,
    customer: row.customer,
    contact: row.contact,
    device: row.device,
    status: row.status,
    confidence_tier: row.confidence_tier,
    step_count: row.step_count,
    is_branching: row.is_branching,
    active_branch_id: row.active_branch_id,
    handoff_count: row.handoff_count,
    escalation_package: row.escalation_package,
    escalated_to_id: row.escalated_to_id,
    escalated_to_name: row.escalated_to_name,
    psa_ticket_ref: row.psa_ticket_ref,
    psa_connection_id: row.psa_connection_id,
    resolution: row.resolution,
    documentation_at: isoOrNull(row.documentation_at),
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
    resolved_at: isoOrNull(row.resolved_at),
  };
}
