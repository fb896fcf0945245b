import type { NoteRow } from "./note-row.ts";

/** Which note goes next, and which earlier ones of its ticket it tells as well. */
export interface Choice {
  note: NoteRow;
  merges: NoteRow[];
}

/**
 * Chooses from the waiting notes of one connection, at this moment (ms): the ticket that has waited longest, and what
 * is new in it in one note, the newest; also what would not be due yet, as it would come out of order. A note that may be in the
 * ticket already is looked for there by itself first, and nothing overtakes it.
 */
export function chooseNote(waiting: readonly NoteRow[], now: number): Choice | null {
  const dueAt = (note: NoteRow) => note.next_attempt_at ?? 0;
  const doubtful = (note: NoteRow) => note.status === "pushing" || note.uncertain;
  const tickets = Map.groupBy(waiting, ({ ticket_ref }) => ticket_ref);
  const due = waiting
    .filter((note) => dueAt(note) <= now)
    .toSorted((a, b) => dueAt(a) - dueAt(b) || (a.id < b.id ? -1 : 1));
  for (const { ticket_ref } of due) {
    const ofTicket = (tickets.get(ticket_ref) ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const open = ofTicket.find(doubtful);
    if (open) {
      if (dueAt(open) <= now) return { note: open, merges: [] };
      continue;
    }
    const note = ofTicket.at(-1);
    if (note) return { note, merges: ofTicket.slice(0, -1) };
  }
  return null;
}
