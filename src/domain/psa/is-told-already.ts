import { sql } from "drizzle-orm";
import type { Db } from "../../db/client.ts";
import type { NoteRow } from "./note-row.ts";

/** Whether a ticket, by its PSA's own id, holds a note of this session already. */
export async function isToldAlready(
  db: Db,
  { account_id, connection_id }: Pick<NoteRow, "account_id" | "connection_id">,
  { session_id, ticket_id }: { session_id: string; ticket_id: string },
): Promise<boolean> {
  const rows = await db.all(sql`SELECT 1 FROM handoffs h CROSS JOIN psa_notes p ON p.handoff_id = h.id
    WHERE h.session_id = ${session_id} AND h.account_id = ${account_id} AND p.account_id = ${account_id}
      AND p.connection_id = ${connection_id} AND p.ticket_id = ${ticket_id} AND p.pushed_at IS NOT NULL LIMIT 1`);
  return rows.length > 0;
}
