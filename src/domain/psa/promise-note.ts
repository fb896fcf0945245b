import { type SQL, sql } from "drizzle-orm";
import type { PsaNoteReason } from "../../contract/psa.ts";
import type { DomainContext } from "../context.ts";

/** A change of state that the ticket is told of. */
export interface PromisedNote {
  /** The handoff it is about; or the session, whose newest handoff is meant. */
  about: { handoff: string } | { session: string | SQL };
  reason: PsaNoteReason;
  /** Not before, ms; by default at once. */
  due?: number;
}

/**
 * How long the note about an escalation waits for the assessment, ms: it has 8 s, one more try, and then the rules,
 * which need none. Then the note goes, with it or without.
 */
export const WAIT_FOR_ASSESSMENT_MS = 20_000;

/**
 * The connection `c` that a session `s` belongs to: its own, or the account's only one. A session that names one which
 * is gone has none: the same number in another system is another customer's ticket.
 */
export const CONNECTION_OF_SESSION = sql`c.account_id = s.account_id AND c.id = CASE WHEN s.psa_connection_id IS NULL
  THEN (SELECT min(k.id) FROM psa_connections k WHERE k.account_id = s.account_id HAVING count(*) = 1)
  ELSE s.psa_connection_id END`;

/**
 * The statement that promises a note, in the batch of the change and after the statement that makes it: nothing for a
 * session without a ticket or a connection. It returns the connection and when the note is due.
 */
export function promiseNote(
  ctx: DomainContext,
  { about, reason, due = ctx.now }: PromisedNote,
  stands: SQL,
): SQL {
  const handoff =
    "handoff" in about
      ? sql`h.id = ${about.handoff}`
      : sql`h.id = (SELECT n.id FROM handoffs n WHERE n.session_id = ${about.session} AND n.account_id = ${ctx.account_id}
          ORDER BY n.created_at DESC, n.id DESC LIMIT 1)`;
  return sql`INSERT INTO psa_notes (id, account_id, connection_id, handoff_id, session_id, reason, version, ticket_ref,
      status, next_attempt_at, created_at)
    SELECT ${ctx.newId()}, h.account_id, c.id, h.id, s.id, ${reason}, h.version, trim(s.psa_ticket_ref), 'pending',
      ${due}, ${ctx.now}
    FROM handoffs h CROSS JOIN sessions s ON s.id = h.session_id AND s.account_id = h.account_id
      CROSS JOIN psa_connections c ON ${CONNECTION_OF_SESSION}
    WHERE ${handoff} AND h.account_id = ${ctx.account_id} AND trim(s.psa_ticket_ref) <> '' AND ${stands}
    ON CONFLICT DO NOTHING RETURNING connection_id, next_attempt_at`;
}
