import { type SQL, sql } from "drizzle-orm";
import type { DomainContext } from "../context.ts";
import type { SessionRow } from "../sessions/session-row.ts";
import type { NoteRow } from "./note-row.ts";
import { CONNECTION_OF_SESSION } from "./promise-note.ts";

/** Whether a note was promised for another ticket, or in another system, than its session names now. */
export function hasMoved(
  { ticket_ref, connection_id }: Pick<NoteRow, "ticket_ref" | "connection_id">,
  session: Pick<SessionRow, "psa_ticket_ref" | "psa_connection_id">,
): boolean {
  const isElsewhere = session.psa_connection_id !== null && session.psa_connection_id !== connection_id;
  return isElsewhere || (session.psa_ticket_ref ?? "").trim() !== ticket_ref;
}

/** The same of a note `n` and its session `s` in a query. */
const HAS_MOVED = sql`(trim(coalesce(s.psa_ticket_ref, '')) <> n.ticket_ref OR s.psa_connection_id <> n.connection_id)`;

/**
 * The statements that let what waits of a session follow it to the ticket that it names now: `free` takes it out of what
 * it was merged into, and lets go what has no ticket any more; `move` brings it, and what was let go before, to the
 * ticket, and returns where and when it is due. What may be in the former ticket already stays there.
 */
export function followTicket(
  ctx: Pick<DomainContext, "account_id" | "now">,
  session: string,
  stands: SQL,
): { free: SQL[]; move: SQL } {
  const own = sql`n.account_id = ${ctx.account_id} AND n.handoff_id IN (SELECT h.id FROM handoffs h
    WHERE h.session_id = ${session} AND h.account_id = ${ctx.account_id})`;
  const waits = sql`n.status = 'pending' AND n.uncertain = 0`;
  const moved = sql`EXISTS (SELECT 1 FROM sessions s WHERE s.id = n.session_id AND ${HAS_MOVED})`;
  const present = sql`(SELECT s.id, trim(s.psa_ticket_ref) AS ticket_ref, c.id AS connection_id FROM sessions s
    CROSS JOIN psa_connections c ON ${CONNECTION_OF_SESSION}
    WHERE s.id = ${session} AND s.account_id = ${ctx.account_id} AND trim(s.psa_ticket_ref) <> '')`;
  const alone = sql`status = 'pending', merged_into = NULL, next_attempt_at = ${ctx.now}`;
  return {
    free: [
      sql`UPDATE psa_notes AS n SET ${alone} WHERE ${own} AND n.status = 'merged' AND ${moved} AND ${stands}
        AND EXISTS (SELECT 1 FROM psa_notes t WHERE t.id = n.merged_into AND t.status = 'pending' AND t.uncertain = 0)`,
      sql`UPDATE psa_notes AS o SET ${alone} WHERE o.account_id = ${ctx.account_id} AND o.status = 'merged' AND ${stands}
        AND (o.connection_id, o.merged_into) IN (SELECT n.connection_id, n.id FROM psa_notes n
          WHERE ${own} AND ${waits} AND ${moved})`,
      sql`UPDATE psa_notes AS n SET status = 'cancelled', next_attempt_at = NULL
        WHERE ${own} AND ${waits} AND ${moved} AND NOT EXISTS (SELECT 1 FROM ${present}) AND ${stands}`,
    ],
    // A note that has not been tried yet waits for what it waited for; trying another begins anew.
    move: sql`UPDATE psa_notes AS n SET ticket_ref = p.ticket_ref, connection_id = p.connection_id, ticket_id = NULL,
        status = 'pending', next_attempt_at = CASE attempts WHEN 0 THEN coalesce(next_attempt_at, ${ctx.now}) ELSE ${ctx.now} END
      FROM ${present} p WHERE ${own} AND (n.status = 'cancelled' OR (${waits} AND ${moved})) AND ${stands}
      RETURNING connection_id, next_attempt_at`,
  };
}
