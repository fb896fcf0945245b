import { sql } from "drizzle-orm";
import type { SessionDetail } from "../../contract/handoff.ts";
import type { Documentation } from "../../contract/session.ts";
import { iso } from "../../platform/iso.ts";
import { type Operation, commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { draftDocumentation } from "./draft-documentation.ts";
import { getSession } from "./get-session.ts";
import { loadSession } from "./load-session.ts";
import { requireMayAdd } from "./session-rights.ts";

/**
 * Writes the session's documentation from what is on record, and keeps it.
 * @throws DomainError `not_found`, `forbidden` (another's session, for a key)
 */
export async function writeDocumentation(ctx: DomainContext, sessionId: string): Promise<Documentation> {
  const session: SessionDetail = await getSession(ctx, sessionId);
  return keep(ctx, sessionId, draftDocumentation(session), "rules");
}

/**
 * The session that a documentation is to be about, and the text that needs no model.
 * @throws DomainError `not_found`, `forbidden` (another's session, for a key)
 */
export async function prepareDocumentation(
  ctx: DomainContext,
  sessionId: string,
): Promise<{ session: SessionDetail; draft: string }> {
  requireMayAdd(ctx, await loadSession(ctx, sessionId));
  const session = await getSession(ctx, sessionId);
  return { session, draft: draftDocumentation(session) };
}

/** Keeps what was written, unless somebody has saved their own while it was. @throws DomainError `not_found` */
export async function keepDocumentation(
  ctx: DomainContext,
  sessionId: string,
  { text, source }: { text: string; source: string },
): Promise<Documentation> {
  const { documentation_source, documentation_at } = await loadSession(ctx, sessionId);
  const edited = documentation_source === "member" && (documentation_at ?? 0) > ctx.now;
  return edited ? readDocumentation(ctx, sessionId) : keep(ctx, sessionId, text, source);
}

/** Keeps an edited documentation. @throws DomainError `not_found`, `forbidden` */
export function saveDocumentation(
  ctx: DomainContext,
  sessionId: string,
  text: string,
): Promise<Documentation> {
  return keep(ctx, sessionId, text, "member");
}

/** The documentation last kept. @throws DomainError `not_found` (also where none was written yet) */
export async function readDocumentation(ctx: DomainContext, sessionId: string): Promise<Documentation> {
  const session = await loadSession(ctx, sessionId);
  const { documentation_text: text, documentation_source: source, documentation_at: at } = session;
  if (text === null || source === null || at === null) throw notFound("documentation");
  return { text, source, created_at: iso(at) };
}

function keep(ctx: DomainContext, sessionId: string, text: string, source: string): Promise<Documentation> {
  return untilCommitted(async () => {
    const session = await loadSession(ctx, sessionId);
    requireMayAdd(ctx, session);
    const operation: Operation = operationOn(ctx, "sessions", sessionId);
    const guard = sql`UPDATE sessions SET documentation_text = ${text}, documentation_source = ${source},
        documentation_at = ${ctx.now}, operation_id = ${operation.id}
      WHERE id = ${sessionId} AND account_id = ${ctx.account_id}`;
    const answer: Documentation = { text, source, created_at: iso(ctx.now) };
    const { won } = await commit(ctx, { operation, statements: [guard], answer });
    return won ? answer : null;
  });
}
