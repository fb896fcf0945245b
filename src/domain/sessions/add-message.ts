import { sql } from "drizzle-orm";
import type { Message, NewMessage } from "../../contract/session.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { messages } from "../../db/schema.ts";
import { iso } from "../../platform/iso.ts";
import { userIdOf } from "../actor.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { loadSession } from "./load-session.ts";
import { requireMayAdd, requireUnresolved } from "./session-rights.ts";

/** The statement that touches an unresolved session under an operation: the guard of whatever is added to it. */
export function touchSession(ctx: DomainContext, sessionId: string, operationId: string, and = sql``) {
  return sql`UPDATE sessions SET updated_at = ${ctx.now}, operation_id = ${operationId}${and}
    WHERE id = ${sessionId} AND account_id = ${ctx.account_id} AND status <> 'resolved'`;
}

/**
 * Adds a message to a session.
 * @throws DomainError `not_found`, `forbidden` (another's session, for a key), `invalid_transition` (resolved)
 */
export function addMessage(ctx: DomainContext, sessionId: string, input: NewMessage): Promise<Message> {
  return untilCommitted(async () => {
    const session = await loadSession(ctx, sessionId);
    requireMayAdd(ctx, session);
    requireUnresolved(session);
    const operation = operationOn(ctx, "sessions", sessionId);
    const author_id = userIdOf(ctx.actor);
    const row = { id: ctx.newId(), role: input.role, content: input.content, author_id, created_at: ctx.now };
    const answer: Message = {
      ...row,
      author_name: author_id ? ctx.actor.name : null,
      created_at: iso(ctx.now),
    };
    const statements = [
      touchSession(ctx, sessionId, operation.id),
      insertWhere(messages, { ...row, account_id: ctx.account_id, session_id: sessionId }, operation.stands),
    ];
    const { won } = await commit(ctx, { operation, statements, answer });
    return won ? answer : null;
  });
}
