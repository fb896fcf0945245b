import type { InferSelectModel } from "drizzle-orm";
import type { PsaPush } from "../../contract/psa-note.ts";
import type { psa_connections, psa_notes } from "../../db/schema.ts";

/** A promised note as it is stored. */
export type NoteRow = InferSelectModel<typeof psa_notes>;

/** A connection as it is stored, its credentials sealed. */
export type ConnectionRow = InferSelectModel<typeof psa_connections>;

/** What people are told when a note's state changes, on the timeline and live. */
export function noteFact(handoff: string, changed: string[], fields: Record<string, unknown>) {
  return { type: "handoff_updated" as const, about: { handoff }, details: { changed, ...fields } };
}

/** How a handoff's notes stand together: `notes` are its own, in order, and those into which they were merged. */
export function standingOf(
  notes: readonly NoteRow[],
  handoff: { psa_note_pushed: boolean; psa_note_id: string | null },
): PsaPush {
  const told = notes.filter(({ status }) => status !== "merged" && status !== "cancelled");
  const pushed = told.findLast(({ status }) => status === "pushed");
  const known = { note_id: pushed?.note_id ?? handoff.psa_note_id, url: pushed?.url ?? null };
  const failed = told.findLast(({ status }) => status === "failed");
  if (failed) return { state: "failed", ...known, last_error: failed.last_error };
  const waiting = told.findLast(({ status }) => status === "pending" || status === "pushing");
  if (waiting) return { state: "pending", ...known, last_error: waiting.last_error };
  return { state: pushed || handoff.psa_note_pushed ? "pushed" : "none", ...known, last_error: null };
}
