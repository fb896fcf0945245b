import { sql } from "drizzle-orm";
import type { PsaNoteReason } from "../../contract/psa.ts";
import type { PsaPush } from "../../contract/psa-note.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { psa_notes } from "../../db/schema.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, notFound } from "../errors.ts";
import { type HandoffKey, type HandoffRow, decodeHandoff, selectHandoff } from "../handoffs/handoff-row.ts";
import { requireMayAdd } from "../sessions/session-rights.ts";
import { type SessionRow, decodeSession, selectSession } from "../sessions/session-row.ts";
import { type NoteRow, noteFact, standingOf } from "./note-row.ts";
import { CONNECTION_OF_SESSION } from "./promise-note.ts";

interface Standing {
  handoff: HandoffRow;
  session: SessionRow;
  /** The handoff's notes, and those of others into which they were merged. */
  notes: NoteRow[];
  connection: string | null;
}

/** How the notes of a handoff in its ticket stand. @throws DomainError `not_found` */
export async function getPushState(ctx: DomainContext, key: HandoffKey): Promise<PsaPush> {
  const { handoff, notes } = await load(ctx, key);
  return standingOf(notes, handoff);
}

/**
 * Sees to it that the ticket is told now: what waits goes at once, what failed is tried again (by the session's ticket
 * as it is now; one that was refused as another customer's is the right one then), and what nobody has promised yet
 * is: how the handoff stands, or documentation that is newer than the last note. With nothing new it is as it was.
 * @throws DomainError `not_found`, `forbidden` (another's session, for a key), `invalid_transition` (no ticket, no connection)
 */
export function pushHandoffNote(ctx: DomainContext, key: HandoffKey): Promise<PsaPush> {
  return untilCommitted(async () => {
    const { handoff, session, notes, connection } = await load(ctx, key);
    requireMayAdd(ctx, session);
    const ticket_ref = session.psa_ticket_ref?.trim();
    if (!ticket_ref) throw new DomainError("invalid_transition", "The session has no ticket.");
    if (!connection) throw new DomainError("invalid_transition", "The session has no PSA connection.");

    const failed = notes.filter(({ status }) => status === "failed");
    const movable = failed.filter(({ uncertain, session_id }) => !uncertain && session_id === session.id);
    const waiting = notes.filter(({ status, uncertain }) => status === "pending" && !uncertain);
    const fresh = failed.length === 0 && hasNews(notes, session);
    if (failed.length + waiting.length === 0 && !fresh) return standingOf(notes, handoff);

    const operation = operationOn(ctx, "handoffs", handoff.id);
    const version = handoff.version + 1;
    const answer: PsaPush = { ...standingOf(notes, handoff), state: "pending", last_error: null };
    const ids = (some: NoteRow[]) =>
      sql`(SELECT value FROM json_each(${JSON.stringify(some.map(({ id }) => id))}))`;
    const statements = [
      sql`UPDATE handoffs SET version = ${version}, updated_at = ${ctx.now}, operation_id = ${operation.id}
        WHERE id = ${handoff.id} AND account_id = ${ctx.account_id} AND version = ${handoff.version}`,
      // A failing PSA that is left alone for a while is asked again now.
      sql`UPDATE psa_connections SET busy_until = NULL WHERE account_id = ${ctx.account_id}
        AND (id = ${connection} OR id IN (SELECT n.connection_id FROM psa_notes n WHERE n.id IN ${ids([...failed, ...waiting])}))
        AND broken_since IS NOT NULL AND ${operation.stands}`,
      // What is surely in no ticket goes where the session points now, with what was merged into it.
      sql`UPDATE psa_notes SET connection_id = ${connection} WHERE status = 'merged' AND merged_into IN ${ids(movable)}
        AND connection_id IN (SELECT n.connection_id FROM psa_notes n WHERE n.id IN ${ids(movable)}) AND ${operation.stands}`,
      sql`UPDATE psa_notes SET connection_id = ${connection}, ticket_ref = ${ticket_ref},
          ticket_id = CASE WHEN connection_id = ${connection} AND ticket_ref = ${ticket_ref} THEN ticket_id END
        WHERE id IN ${ids(movable)} AND status = 'failed' AND ${operation.stands}`,
      // Which ticket is right is said for this session alone.
      sql`UPDATE psa_notes SET ticket_id = NULL WHERE id IN ${ids(failed)} AND session_id <> ${session.id}
        AND uncertain = 0 AND status = 'failed' AND ${operation.stands}`,
    ];
    const promised = [
      sql`UPDATE psa_notes SET next_attempt_at = ${ctx.now} WHERE id IN ${ids(waiting)} AND status = 'pending'
        AND ${operation.stands} RETURNING connection_id, next_attempt_at`,
      // Trying begins anew, and so does the day that it may take.
      sql`UPDATE psa_notes SET status = 'pending', next_attempt_at = ${ctx.now}, created_at = ${ctx.now}, attempts = 0
        WHERE id IN ${ids(failed)} AND status = 'failed' AND ${operation.stands}
        RETURNING connection_id, next_attempt_at`,
    ];
    if (fresh) {
      const row = {
        id: ctx.newId(),
        account_id: ctx.account_id,
        connection_id: connection,
        handoff_id: handoff.id,
        session_id: session.id,
        reason: reasonOf(handoff),
        version,
        ticket_ref,
        status: "pending" as const,
        next_attempt_at: ctx.now,
        created_at: ctx.now,
      };
      promised.push(
        sql`${insertWhere(psa_notes, row, operation.stands)} RETURNING connection_id, next_attempt_at`,
      );
    }
    const facts = [noteFact(handoff.id, ["psa_note"], { psa_note: { state: "pending" } })];
    const { won } = await commit(ctx, { operation, statements, notes: promised, facts, answer });
    return won ? answer : null;
  });
}

async function load(ctx: DomainContext, key: HandoffKey): Promise<Standing> {
  const own = sql`handoff_id = ${key.handoff_id} AND account_id = ${ctx.account_id}`;
  const [found = [], sessions = [], connections = [], notes = []] = await ctx.db.batch([
    selectHandoff(ctx.account_id, key),
    selectSession(ctx.account_id, key.session_id),
    sql`SELECT c.id FROM sessions s CROSS JOIN psa_connections c ON ${CONNECTION_OF_SESSION}
      WHERE s.id = ${key.session_id} AND s.account_id = ${ctx.account_id}`,
    sql`SELECT * FROM psa_notes WHERE id IN (SELECT id FROM psa_notes WHERE ${own}
      UNION SELECT merged_into FROM psa_notes WHERE ${own}) AND account_id = ${ctx.account_id} ORDER BY id`,
  ]);
  const [handoff, session] = [found[0], sessions[0]];
  if (!handoff || !session) throw notFound("handoff");
  return {
    handoff: decodeHandoff(handoff),
    session: decodeSession(session),
    notes: notes.map((row: Row) => decodeRow(psa_notes, row)),
    connection: connections[0] ? String(connections[0]["id"]) : null,
  };
}

/** Whether nobody has told the ticket anything yet, or the documentation was written since. */
function hasNews(notes: readonly NoteRow[], session: SessionRow): boolean {
  if (notes.every(({ status }) => status === "cancelled")) return true;
  if (notes.some(({ status }) => status === "pending" || status === "pushing")) return false;
  const last = Math.max(...notes.map(({ pushed_at }) => pushed_at ?? 0));
  return session.status === "resolved" && (session.documentation_at ?? 0) > last;
}

function reasonOf({ status }: HandoffRow): PsaNoteReason {
  if (status === "claimed") return "claim";
  return status === "resolved" ? "resolution" : "escalation";
}
