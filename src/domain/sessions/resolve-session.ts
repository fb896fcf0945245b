import { sql } from "drizzle-orm";
import type { Resolution, Session } from "../../contract/session.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import type { Fact } from "../events/record-events.ts";
import { endHandoff } from "../handoffs/end-handoff.ts";
import { promiseNote } from "../psa/promise-note.ts";
import { asRead, loadSession } from "./load-session.ts";
import { requireInHand, requireUnresolved } from "./session-rights.ts";
import { presentSession } from "./session-row.ts";

/**
 * Ends a session with what solved it; its active handoff becomes `resolved`.
 * @throws DomainError `not_found`, `forbidden` (not in the actor's hands), `invalid_transition` (resolved already)
 */
export function resolveSession(ctx: DomainContext, sessionId: string, input: Resolution): Promise<Session> {
  const { resolution } = input;
  return untilCommitted(async () => {
    const session = await loadSession(ctx, sessionId);
    requireInHand(ctx, session);
    requireUnresolved(session);
    const operation = operationOn(ctx, "sessions", sessionId);
    const statements = [
      sql`UPDATE sessions SET status = 'resolved', resolution = ${resolution}, resolved_at = ${ctx.now},
        updated_at = ${ctx.now}, operation_id = ${operation.id} WHERE ${asRead(session)}`,
    ];
    const facts: Fact[] = [];
    if (session.active) {
      statements.push(...endHandoff(ctx, session.active.id, "resolved", operation.stands));
      facts.push({
        type: "handoff_resolved",
        about: { handoff: session.active.id },
        details: { resolution },
      });
    }
    facts.push({ type: "session_resolved", about: { session: sessionId }, details: { resolution } });
    const answer = presentSession({
      ...session,
      status: "resolved",
      resolution,
      resolved_at: ctx.now,
      updated_at: ctx.now,
    });
    const about = session.active ? { handoff: session.active.id } : { session: sessionId };
    const notes = [promiseNote(ctx, { about, reason: "resolution" }, operation.stands)];
    const { won } = await commit(ctx, { operation, statements, notes, facts, answer });
    return won ? answer : null;
  });
}
