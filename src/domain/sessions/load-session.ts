import { sql } from "drizzle-orm";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";
import type { AccountRef } from "../read-ahead.ts";
import { type SessionRow, decodeSession, selectSession } from "./session-row.ts";

/** A session with its active handoff, if it has one. */
export interface LoadedSession extends SessionRow {
  active: {
    id: string;
    status: "open" | "claimed";
    version: number;
    claimed_by: string | null;
    intent: "park" | "escalate";
  } | null;
}

/**
 * Reads a session and its active handoff in one round trip.
 * @throws DomainError `not_found`
 */
export async function loadSession(ctx: DomainContext, sessionId: string): Promise<LoadedSession> {
  const [found = [], active = []] = await ctx.db.batch([
    selectSession(ctx.account_id, sessionId),
    selectActiveHandoff(ctx.account_id, sessionId),
  ]);
  if (!found[0]) throw notFound("session");
  return { ...decodeSession(found[0]), active: decodeActive(active[0]) };
}

/** The statement for a session's one active handoff. */
export function selectActiveHandoff(account: AccountRef, sessionId: string) {
  return sql`SELECT id, status, version, claimed_by, intent FROM handoffs
    WHERE session_id = ${sessionId} AND account_id = ${account} AND status IN ('open', 'claimed')`;
}

export function decodeActive(row: Record<string, unknown> | undefined): LoadedSession["active"] {
  // The columns of selectActiveHandoff, whose words the database checks.
  return row ? (row as LoadedSession["active"]) : null;
}

/** The guard of a write that rests on the session and its active handoff as they were read: neither has been written since. */
export function asRead(session: LoadedSession) {
  return sql`id = ${session.id} AND account_id = ${session.account_id} AND operation_id IS ${session.operation_id}
    AND (SELECT h.id || h.version FROM handoffs h WHERE h.session_id = sessions.id AND h.status IN ('open', 'claimed'))
      IS ${session.active ? `${session.active.id}${session.active.version}` : null}`;
}
