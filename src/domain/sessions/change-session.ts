import type { Session, SessionChange } from "../../contract/session.ts";
import { sessions } from "../../db/schema.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { branchReference, checkReferences, connectionReference, teamReference } from "./check-references.ts";
import { followTicket } from "../psa/follow-ticket.ts";
import { asRead, loadSession } from "./load-session.ts";
import { requireInHand, requireUnresolved } from "./session-rights.ts";
import { presentSession } from "./session-row.ts";

/**
 * Changes what is known of a session. What its ticket is still to be told of follows it to another ticket.
 * @throws DomainError `not_found`, `forbidden` (not in the actor's hands), `validation_failed` (unknown team,
 * branch or PSA connection), `invalid_transition` (resolved)
 */
export function changeSession(
  ctx: DomainContext,
  sessionId: string,
  change: SessionChange,
): Promise<Session> {
  return untilCommitted(async () => {
    const session = await loadSession(ctx, sessionId);
    await checkReferences(ctx, [
      !!change.team_id && teamReference(ctx, "/team_id", change.team_id),
      !!change.active_branch_id &&
        branchReference(ctx, "/active_branch_id", sessionId, change.active_branch_id),
      !!change.psa_connection_id && connectionReference(ctx, "/psa_connection_id", change.psa_connection_id),
    ]);
    requireInHand(ctx, session);
    requireUnresolved(session);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const next = { ...session, ...given, updated_at: ctx.now };
    const operation = operationOn(ctx, "sessions", sessionId);
    const answer = presentSession(next);
    const guard = ctx.db.orm
      .update(sessions)
      .set({ ...given, updated_at: ctx.now, operation_id: operation.id })
      .where(asRead(session))
      .getSQL();
    const isElsewhere =
      next.psa_ticket_ref !== session.psa_ticket_ref || next.psa_connection_id !== session.psa_connection_id;
    const follow = isElsewhere ? followTicket(ctx, sessionId, operation.stands) : null;
    const { won } = await commit(ctx, {
      operation,
      statements: [guard, ...(follow?.free ?? [])],
      notes: follow ? [follow.move] : [],
      answer,
    });
    return won ? answer : null;
  });
}
