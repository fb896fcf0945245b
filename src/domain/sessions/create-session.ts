import { sql } from "drizzle-orm";
import type { NewSession, Session } from "../../contract/session.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { sessions } from "../../db/schema.ts";
import { commit, operationOn } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { checkReferences, connectionReference, teamReference } from "./check-references.ts";
import { type SessionRow, presentSession } from "./session-row.ts";

/**
 * Opens a troubleshooting session; a member's belongs to them, a key's to nobody.
 * @throws DomainError `validation_failed` for a team or PSA connection that is not the account's.
 */
export async function createSession(ctx: DomainContext, input: NewSession): Promise<Session> {
  const { team_id, psa_connection_id } = input;
  await checkReferences(ctx, [
    !!team_id && teamReference(ctx, "/team_id", team_id),
    !!psa_connection_id && connectionReference(ctx, "/psa_connection_id", psa_connection_id),
  ]);
  const id = ctx.newId();
  const operation = operationOn(ctx, "sessions", id);
  const row = newSession(ctx, id, input, operation.id);
  const { user_name: _, escalated_to_name: __, ...stored } = row;
  const answer = presentSession(row);
  await commit(ctx, { operation, statements: [insertWhere(sessions, stored, sql`1`)], answer });
  return answer;
}

/** The row of a session as it begins: an integration's and a key's belong to nobody. */
export function newSession(
  ctx: DomainContext,
  id: string,
  input: NewSession,
  operation_id: string,
): SessionRow {
  const { actor } = ctx;
  return {
    id,
    account_id: ctx.account_id,
    team_id: input.team_id === undefined && actor.kind === "member" ? actor.team_id : (input.team_id ?? null),
    user_id: actor.kind === "member" ? actor.user_id : null,
    user_name: actor.kind === "member" ? actor.name : null,
    source_kind: actor.kind === "member" ? "member" : "integration",
    integration_id: actor.kind === "api_key" || actor.kind === "integration" ? actor.id : null,
    source_name: actor.name,
    api_key_id: actor.kind === "api_key" ? actor.id : null,
    session_type: input.session_type ?? "guided",
    intake_type: input.intake_type ?? "free_text",
    intake_content: input.intake_content ?? {},
    problem_summary: input.problem_summary ?? null,
    problem_domain: input.problem_domain ?? null,
    customer: input.customer ?? null,
    contact: input.contact ?? null,
    device: input.device ?? null,
    status: "active",
    confidence_tier: input.confidence_tier ?? "discovery",
    step_count: 0,
    is_branching: false,
    active_branch_id: null,
    handoff_count: 0,
    escalation_package: null,
    escalated_to_id: null,
    escalated_to_name: null,
    psa_ticket_ref: input.psa_ticket_ref ?? null,
    psa_connection_id: input.psa_connection_id ?? null,
    resolution: null,
    documentation_text: null,
    documentation_source: null,
    documentation_at: null,
    operation_id,
    created_at: ctx.now,
    updated_at: ctx.now,
    resolved_at: null,
  };
}
