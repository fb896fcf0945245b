import type { NoteRow } from "../../src/domain/psa/note-row.ts";

/** A promised note that is due at `next_attempt_at`, as it would stand in the database. */
export function note(id: string, given: Partial<NoteRow> = {}): NoteRow {
  return {
    id,
    account_id: "a",
    connection_id: "c",
    handoff_id: "h",
    session_id: "s",
    reason: "claim",
    version: 1,
    ticket_ref: "123",
    ticket_id: null,
    status: "pending",
    merged_into: null,
    attempts: 0,
    last_error: null,
    note_id: null,
    url: null,
    uncertain: false,
    next_attempt_at: 1_000,
    taken_until: null,
    created_at: 0,
    pushed_at: null,
    ...given,
  };
}
