import type { NoteText } from "../contract/psa-note.ts";

/** What a failure is about: the whole connection, the connection's share of calls, or this one ticket. */
export type PsaBlame = "connection" | "limit" | "ticket";

/**
 * What a call to a PSA system came to. `retry`: not done, and may be done later (`after` ms where it was said);
 * `permanent`: will never be done like this; `ambiguous`: it may have been done, look before the next try.
 */
export type PsaResult<T> =
  | { kind: "ok"; value: T }
  | { kind: "retry"; error: string; blame: PsaBlame; after?: number }
  | { kind: "permanent"; reason: string }
  | { kind: "ambiguous"; error: string; after?: number };

/** A ticket that was found: its PSA's own id, and whose it is where that is known. */
export interface FoundTicket {
  id: string;
  customer: string | null;
}

export interface PushedNote extends NoteText {
  /** The note's own id with us, the same for every attempt. */
  id: string;
  ticketId: string;
  internal: boolean;
}

/** One PSA system, as one account reaches it. Nothing here throws for what the PSA does or does not answer. */
export interface PsaAdapter {
  /** Whether it can be reached and what we need there is allowed; says so in words for people. */
  verify(): Promise<PsaResult<string>>;
  /** Finds the ticket that people mean by what they typed. */
  resolveTicket(reference: string): Promise<PsaResult<FoundTicket>>;
  /** The id of the note with this marker among the newest of a ticket, or null. */
  findNote(ticketId: string, marker: string): Promise<PsaResult<string | null>>;
  /** Writes a note; its id there, where the PSA gives one. */
  pushNote(note: PushedNote): Promise<PsaResult<string | null>>;
  /** Where a person sees the ticket, if that is known. */
  ticketUrl(ticketId: string): string | null;
}

/** What a PSA's own directory told (zone, address, codebase): kept for a day, and may be asked for again at any time. */
export interface PsaMemory {
  learned: Record<string, unknown>;
  /** When it was learned, ms; null: nothing is known. */
  learned_at: number | null;
}

export const MEMORY_LASTS_MS = 24 * 60 * 60 * 1000;
