import { type SQL, sql } from "drizzle-orm";
import type { LoggedEvent } from "../../contract/event.ts";
import type { Step } from "../../contract/session.ts";
import type { Db } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { account_events, psa_notes } from "../../db/schema.ts";
import { presentEvent } from "../events/present-event.ts";
import { type HandoffRow, SELECT_HANDOFFS, decodeHandoff } from "../handoffs/handoff-row.ts";
import { presentStep } from "../sessions/session-parts.ts";
import { SELECT_SESSIONS, type SessionRow, decodeSession } from "../sessions/session-row.ts";
import type { NoteRow } from "./note-row.ts";

/** One change that a note tells of, with everything that it says. */
export interface Told {
  note: NoteRow;
  handoff: HandoffRow;
  session: SessionRow;
  /** The fact of this very change, where the log has it. */
  event: LoggedEvent | null;
  steps: Step[];
}

/** All that a note is to tell: itself and those that were merged into it, in the order in which they happened. */
export async function loadNote(db: Db, note: NoteRow): Promise<Told[]> {
  const rows =
    await db.all(sql`SELECT * FROM psa_notes WHERE id = ${note.id} OR (account_id = ${note.account_id} AND connection_id = ${note.connection_id}
    AND status = 'merged' AND merged_into = ${note.id}) ORDER BY id`);
  const notes = rows.map((row) => decodeRow(psa_notes, row));
  const handoffs = idsOf(notes.map(({ handoff_id }) => handoff_id));
  const sessions = idsOf(notes.map(({ session_id }) => session_id));
  const [handoffRows = [], sessionRows = [], eventRows = [], stepRows = []] = await db.batch([
    sql`${SELECT_HANDOFFS} WHERE h.id IN (${handoffs}) AND h.account_id = ${note.account_id}`,
    sql`${SELECT_SESSIONS} WHERE s.id IN (${sessions}) AND s.account_id = ${note.account_id}`,
    sql`SELECT * FROM account_events WHERE handoff_id IN (${handoffs}) AND account_id = ${note.account_id}
      AND type IN ('handoff_created', 'handoff_claimed', 'handoff_resolved')`,
    sql`SELECT st.*, u.name AS author_name FROM steps st LEFT JOIN users u ON u.id = st.author_id
      WHERE st.session_id IN (${sessions}) AND st.account_id = ${note.account_id} ORDER BY st.session_id, st.position`,
  ]);
  const handoffOf = new Map(handoffRows.map((row) => [row["id"], decodeHandoff(row)]));
  const sessionOf = new Map(sessionRows.map((row) => [row["id"], decodeSession(row)]));
  const events = eventRows.map((row) => presentEvent(decodeRow(account_events, row)));
  return notes.flatMap((one) => {
    const [handoff, session] = [handoffOf.get(one.handoff_id), sessionOf.get(one.session_id)];
    if (!handoff || !session) return [];
    const event = events.find((fact) => fact.handoff_id === one.handoff_id && fact.version === one.version);
    const steps = stepRows.filter((row) => row["session_id"] === one.session_id).map(presentStep);
    return [{ note: one, handoff, session, event: event ?? null, steps }];
  });
}

function idsOf(ids: readonly string[]): SQL {
  return sql`SELECT value FROM json_each(${JSON.stringify([...new Set(ids)])})`;
}
