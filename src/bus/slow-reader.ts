import type { StreamState } from "./stream-state.ts";

/** A stream may leave so much unconfirmed; the next event ends it, and it resumes (`api.md` §6). */
export const WAITING_EVENTS = 64;
export const WAITING_BYTES = 256 * 1024;

/** What counts up to a place in the log: how many events were told live, and what they weigh together, bytes. */
export interface LogPlace {
  counted: number;
  weight: number;
}

/** What is known of how far a WebSocket's client has read. */
type Reader = Pick<StreamState, "acked" | "acked_counted" | "acked_weight" | "heard">;

/**
 * Whether a WebSocket that has confirmed `acked` is too slow for what comes next. The platform shows no send buffer, so
 * the client's `ack` is the only sign. What was told at once, as a replay or a backlog, does not count.
 */
export function isTooSlow(reader: Omit<Reader, "acked" | "heard">, before: LogPlace): boolean {
  const events = before.counted - reader.acked_counted;
  return events >= WAITING_EVENTS || before.weight - reader.acked_weight >= WAITING_BYTES;
}

/**
 * Whether a WebSocket has not yet confirmed what it was last told at once, its own replay or the backlog that ended at
 * `backlogEnd`: who goes on reading says so at least every 32 events, and gets no other before.
 */
export function owesWord({ acked, heard }: Pick<Reader, "acked" | "heard">, backlogEnd: number): boolean {
  return Math.max(acked, backlogEnd) - heard >= WAITING_EVENTS;
}

/** How many acks may say nothing that was not said before. More are a way to keep the object busy. */
const IDLE_ACKS = 24;

/**
 * What a reader is after its message. `ack:<seq>` is the only word that the object itself hears; returns null for
 * everything else, which is abuse. The acks of a replay free nothing, but they are news; one that is still on its way
 * when the log is restored may be ahead of the new log.
 */
export function hear(
  state: StreamState,
  message: string | ArrayBuffer,
  log: { cursor: number; placeAt: (seq: number) => LogPlace },
): StreamState | null {
  const seq = typeof message === "string" ? readAck(message) : null;
  if (seq === null || seq > Math.max(log.cursor, state.restored_from)) return null;
  if (seq <= state.heard || seq > log.cursor) {
    return state.idle_acks < IDLE_ACKS ? { ...state, idle_acks: state.idle_acks + 1 } : null;
  }
  if (seq <= state.acked) return { ...state, heard: seq };
  const { counted, weight } = log.placeAt(seq);
  return { ...state, heard: seq, acked: seq, acked_counted: counted, acked_weight: weight };
}

/** The number in `ack:<seq>`, or null for any other message. */
function readAck(message: string): number | null {
  const seq = /^ack:(\d{1,15})$/.exec(message.slice(0, 24))?.[1];
  return seq === undefined ? null : Number(seq);
}
