import { GIVE_UP_AFTER_MS, retryDelay } from "../retry-delay.ts";
import type { NoteRow } from "./note-row.ts";

/**
 * What became of one note: it is in the ticket, it may be tried again, or never. `blame` says what was in the way:
 * nothing gets through the connection, it has had its share of calls, or it is about this ticket. `after`: ms from now.
 * The `ticket_id` of a failed one is the ticket that it goes into if a person pushes it again; null: it is looked for anew.
 */
export type PushResult =
  | { kind: "pushed"; note_id: string | null; ticket_id: string; url: string | null }
  | {
      kind: "retry";
      error: string;
      uncertain: boolean;
      blame: "connection" | "limit" | "ticket";
      after?: number;
      ticket_id: string | null;
    }
  | { kind: "failed"; error: string; ticket_id: string | null };

/** A result as its row takes it. */
export interface PushOutcome {
  status: "pushed" | "pending" | "failed";
  next: number | null;
  error: string | null;
  uncertain: boolean;
  /** Until when nobody asks this PSA anything, ms. */
  pause: number | null;
}

/** A call that was cut off may still be under way there: nobody looks for its note before that, ms. */
const SETTLES_MS = 30_000;

/** No PSA counts its calls over more than an hour; whoever asks to be left alone for longer is asked again by then, ms. */
const LONGEST_PAUSE_MS = 60 * 60_000;

/** What a result means at this moment (ms); `random` in [0, 1) spreads further tries. */
export function pushOutcome(now: number, note: NoteRow, result: PushResult, random: number): PushOutcome {
  if (result.kind === "pushed") {
    return { status: "pushed", next: null, error: null, uncertain: false, pause: null };
  }
  if (result.kind === "failed") {
    return { status: "failed", next: null, error: result.error, uncertain: false, pause: null };
  }
  const { error, uncertain, blame, after = 0 } = result;
  const asked = after > 0 ? Math.min(after, LONGEST_PAUSE_MS) + retryDelay(1, random) : 0;
  const next = now + Math.max(retryDelay(note.attempts, random), asked, uncertain ? SETTLES_MS : 0);
  const pause = blame === "ticket" ? null : next;
  // Whether it arrived stays open: whoever drives it again looks first.
  if (next > note.created_at + GIVE_UP_AFTER_MS)
    return { status: "failed", next: null, error, uncertain, pause };
  return { status: "pending", next, error, uncertain, pause };
}
