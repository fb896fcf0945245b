import { sql } from "drizzle-orm";
import type { Db } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { psa_connections, psa_notes } from "../../db/schema.ts";
import { chooseNote } from "./choose-note.ts";
import type { ConnectionRow, NoteRow } from "./note-row.ts";

/** How long a pusher may hold a connection and a note before another may take them, ms: all calls of one note, slow. */
export const PUSHING_LEASE_MS = 90_000;

/** So many waiting notes of a connection are looked at. */
const MOST = 500;

/** A connection in a pusher's hands, until `busy_until` unless it takes another note. */
export type TakenConnection = ConnectionRow & { busy_until: number };

/** Connections with notes that are due and nobody is pushing; one that is paused is not among them. */
export async function listDueConnections(db: Db, now: number, limit: number): Promise<string[]> {
  const rows =
    await db.all(sql`SELECT DISTINCT n.connection_id AS id FROM psa_notes n INDEXED BY psa_notes_due
      CROSS JOIN psa_connections c ON c.id = n.connection_id
    WHERE n.status IN ('pending', 'pushing') AND n.next_attempt_at <= ${now} AND coalesce(c.busy_until, 0) <= ${now}
    LIMIT ${limit}`);
  return rows.map(({ id }) => String(id));
}

/** Takes a connection that has notes due; null if it has none, is paused, or another pusher has it. */
export async function takeConnection(db: Db, id: string, now: number): Promise<TakenConnection | null> {
  const busy_until = now + PUSHING_LEASE_MS;
  const [row] = await db.all(sql`UPDATE psa_connections SET busy_until = ${busy_until}
    WHERE id = ${id} AND coalesce(busy_until, 0) <= ${now} AND EXISTS (SELECT 1 FROM psa_notes n
      WHERE n.connection_id = psa_connections.id AND n.status IN ('pending', 'pushing') AND n.next_attempt_at <= ${now})
    RETURNING *`);
  return row ? { ...decodeRow(psa_connections, row), busy_until } : null;
}

/**
 * Takes the next note of a connection that the pusher holds, with the earlier ones that it tells as well, and holds
 * the connection on. A note whose pusher vanished is taken again and marked as uncertain.
 * @returns null if nothing is due, or the connection is not this pusher's any more
 */
export async function takeNote(db: Db, connection: TakenConnection, now: number): Promise<NoteRow | null> {
  const until = now + PUSHING_LEASE_MS;
  const rows = await db.all(sql`SELECT * FROM psa_notes WHERE connection_id = ${connection.id}
    AND status IN ('pending', 'pushing') ORDER BY next_attempt_at LIMIT ${MOST}`);
  const waiting = rows.map((row) => decodeRow(psa_notes, row));
  const choice = chooseNote(waiting, now);
  if (!choice) return null;
  const { note, merges } = choice;
  const held = sql`EXISTS (SELECT 1 FROM psa_connections c WHERE c.id = ${connection.id} AND c.busy_until = ${until})`;
  const taken = sql`EXISTS (SELECT 1 FROM psa_notes t WHERE t.id = ${note.id} AND t.status = 'pushing'
    AND t.attempts = ${note.attempts + 1} AND t.taken_until = ${until})`;
  const merged = JSON.stringify(merges.map(({ id }) => id));
  const [, took = []] = await db.batch([
    sql`UPDATE psa_connections SET busy_until = ${until} WHERE id = ${connection.id}
      AND busy_until = ${connection.busy_until}`,
    sql`UPDATE psa_notes SET status = 'pushing', attempts = attempts + 1, taken_until = ${until},
        next_attempt_at = ${until}, uncertain = uncertain OR status = 'pushing'
      WHERE id = ${note.id} AND status = ${note.status} AND attempts = ${note.attempts} AND ${held} RETURNING *`,
    sql`UPDATE psa_notes SET merged_into = ${note.id} WHERE connection_id = ${connection.id} AND status = 'merged'
      AND merged_into IN (SELECT value FROM json_each(${merged})) AND ${taken}`,
    sql`UPDATE psa_notes SET status = 'merged', merged_into = ${note.id}, next_attempt_at = NULL
      WHERE id IN (SELECT value FROM json_each(${merged})) AND status = 'pending' AND uncertain = 0 AND ${taken}`,
  ]);
  if (!took[0]) return null;
  connection.busy_until = until;
  return decodeRow(psa_notes, took[0]);
}

/**
 * Gives a connection back, with what was learned meanwhile; nobody calls it before `pause` (ms) is over. One that is not
 * this pusher's any more, or was changed by its admins since, is left alone.
 */
export async function releaseConnection(
  db: Db,
  connection: TakenConnection,
  { pause }: { pause: number | null },
): Promise<void> {
  const { id, busy_until, learned, learned_at, updated_at } = connection;
  await db.all(sql`UPDATE psa_connections SET busy_until = ${pause},
      learned = CASE updated_at WHEN ${updated_at} THEN ${learned === null ? null : JSON.stringify(learned)}
        ELSE learned END,
      learned_at = CASE updated_at WHEN ${updated_at} THEN ${learned_at} ELSE learned_at END
    WHERE id = ${id} AND busy_until = ${busy_until}`);
}
