import { sql } from "drizzle-orm";
import type { SessionDetail } from "../../contract/handoff.ts";
import type { Documentation } from "../../contract/session.ts";
import { iso, isoOrNull } from "../../platform/iso.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, notFound } from "../errors.ts";
import { draftDocumentation } from "./draft-documentation.ts";
import { getSession } from "./get-session.ts";
import { type LoadedSession, loadSession } from "./load-session.ts";
import { requireMayAdd } from "./session-rights.ts";

/** What a documentation is to be about, as it stood when the writing began. */
export interface Prepared {
  session: SessionDetail;
  /** The text that needs no model. */
  draft: string;
  /** When the text was kept that this one is to take the place of; null if there was none. */
  replaces: string | null;
}

/**
 * Writes the session's documentation from what is on record, and keeps it.
 * @throws DomainError `not_found`, `forbidden` (another's session, for a key)
 */
export async function writeDocumentation(ctx: DomainContext, sessionId: string): Promise<Documentation> {
  const { draft, replaces } = await prepareDocumentation(ctx, sessionId);
  return keepDocumentation(ctx, sessionId, { text: draft, source: "rules", replaces });
}

/** @throws DomainError `not_found`, `forbidden` (another's session, for a key) */
export async function prepareDocumentation(ctx: DomainContext, sessionId: string): Promise<Prepared> {
  const loaded = await loadSession(ctx, sessionId);
  requireMayAdd(ctx, loaded);
  const session = await getSession(ctx, sessionId);
  return { session, draft: draftDocumentation(session), replaces: isoOrNull(loaded.documentation_at) };
}

/**
 * Keeps what was written from the record. A text that somebody has saved since the writing began stays, and then is the
 * answer.
 * @throws DomainError `not_found`, `forbidden` (another's session, for a key)
 */
export function keepDocumentation(
  ctx: DomainContext,
  sessionId: string,
  { text, source, replaces }: { text: string; source: string; replaces: string | null },
): Promise<Documentation> {
  return untilCommitted(async () => {
    const session = await loadSession(ctx, sessionId);
    const others = savedSince(session, replaces);
    return others ?? keep(ctx, session, text, source);
  });
}

/**
 * Keeps an edited documentation in place of what was written from the record, and of the text that it was made from
 * (`replaces`: when that was kept); left out, of whatever is kept.
 * @throws DomainError `not_found`, `forbidden`, `invalid_transition` (somebody has saved another text meanwhile)
 */
export function saveDocumentation(
  ctx: DomainContext,
  sessionId: string,
  { text, replaces }: { text: string; replaces?: string | null | undefined },
): Promise<Documentation> {
  return untilCommitted(async () => {
    const session = await loadSession(ctx, sessionId);
    requireMayAdd(ctx, session);
    if (replaces !== undefined && savedSince(session, replaces)) {
      throw new DomainError("invalid_transition", "Somebody has saved another text meanwhile.");
    }
    return keep(ctx, session, text, "member");
  });
}

/** The documentation last kept. @throws DomainError `not_found` (also where none was written yet) */
export async function readDocumentation(ctx: DomainContext, sessionId: string): Promise<Documentation> {
  const kept = keptDocumentation(await loadSession(ctx, sessionId));
  if (!kept) throw notFound("documentation");
  return kept;
}

function keptDocumentation(session: LoadedSession): Documentation | null {
  const { documentation_text: text, documentation_source: source, documentation_at: at } = session;
  if (text === null || source === null || at === null) return null;
  return { text, source, created_at: iso(at) };
}

/** The text of a person that is kept now, if it is another one than that of this moment. */
function savedSince(session: LoadedSession, moment: string | null): Documentation | null {
  const kept = keptDocumentation(session);
  return kept?.source === "member" && kept.created_at !== moment ? kept : null;
}

/** Puts a text in the place of the one that was read; null if another has taken that place meanwhile. */
async function keep(
  ctx: DomainContext,
  { id, documentation_at }: LoadedSession,
  text: string,
  source: string,
): Promise<Documentation | null> {
  // No two texts have one moment: it says which of them is meant.
  const at = Math.max(ctx.now, (documentation_at ?? 0) + 1);
  const operation = operationOn(ctx, "sessions", id);
  const guard = sql`UPDATE sessions SET documentation_text = ${text}, documentation_source = ${source},
      documentation_at = ${at}, operation_id = ${operation.id}
    WHERE id = ${id} AND account_id = ${ctx.account_id} AND documentation_at IS ${documentation_at}`;
  const answer: Documentation = { text, source, created_at: iso(at) };
  const { won } = await commit(ctx, { operation, statements: [guard], answer });
  return won ? answer : null;
}
