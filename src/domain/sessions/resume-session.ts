import { sql } from "drizzle-orm";
import type { Session } from "../../contract/session.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Fact } from "../events/record-events.ts";
import { endHandoff } from "../handoffs/end-handoff.ts";
import { asRead, loadSession } from "./load-session.ts";
import { presentSession } from "./session-row.ts";

/**
 * A paused session's engineer takes it up again; its parked handoff becomes `withdrawn`.
 * @throws DomainError `not_found`, `forbidden` (not its engineer), `invalid_transition` (not paused)
 */
export function resumeSession(ctx: DomainContext, sessionId: string): Promise<Session> {
  return untilCommitted(async () => {
    const session = await loadSession(ctx, sessionId);
    const mine =
      ctx.actor.kind === "api_key" ? session.api_key_id === ctx.actor.id : isEngineer(ctx, session.user_id);
    if (!mine) throw new DomainError("forbidden", "Only the session's engineer can take it up again.");
    if (session.status !== "paused")
      throw new DomainError("invalid_transition", "The session is not paused.");
    const operation = operationOn(ctx, "sessions", sessionId);
    const statements = [
      sql`UPDATE sessions SET status = 'active', updated_at = ${ctx.now}, operation_id = ${operation.id}
        WHERE ${asRead(session)}`,
    ];
    const facts: Fact[] = [];
    if (session.active) {
      statements.push(...endHandoff(ctx, session.active.id, "withdrawn", operation.stands));
      const about = { handoff: session.active.id };
      facts.push({ type: "handoff_withdrawn", about, details: { reason: null } });
    }
    const answer = presentSession({ ...session, status: "active", updated_at: ctx.now });
    const { won } = await commit(ctx, { operation, statements, facts, answer });
    return won ? answer : null;
  });
}

function isEngineer(ctx: DomainContext, userId: string | null): boolean {
  return ctx.actor.kind === "member" && userId === ctx.actor.user_id;
}
