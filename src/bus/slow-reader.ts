import type { StreamState } from "./stream-state.ts";

/** A stream may leave so much unconfirmed; the next event ends it, and it resumes (`api.md` §6). */
export const WAITING_EVENTS = 64;
export const WAITING_BYTES = 256 * 1024;

/** Where an event stands in the log: its number, and what all events before it weigh together. */
export interface LogPlace {
  seq: number;
  weight_before: number;
}

/**
 * Whether a WebSocket that has confirmed `acked` is too slow for the next live event. The platform shows no send buffer,
 * so the client's `ack` is the only sign. What its opening replayed is behind `acked` and does not count.
 */
export function isTooSlow(reader: { acked: number; acked_weight: number }, next: LogPlace): boolean {
  const events = next.seq - 1 - reader.acked;
  return events >= WAITING_EVENTS || next.weight_before - reader.acked_weight >= WAITING_BYTES;
}

/** How many acks may say nothing that was not said before. More are a way to keep the object busy. */
const IDLE_ACKS = 24;

/**
 * What a reader is after its message. `ack:<seq>` is the only word that the object itself hears; returns null for
 * everything else, which is abuse. The acks of a replay or a backlog free nothing, but they are news; one that is still
 * on its way when the log is restored may be ahead of the new log.
 */
export function hear(
  state: StreamState,
  message: string | ArrayBuffer,
  log: { cursor: number; weightAt: (seq: number) => number },
): StreamState | null {
  const seq = typeof message === "string" ? readAck(message) : null;
  if (seq === null || seq > Math.max(log.cursor, state.restored_from)) return null;
  if (seq <= state.heard || seq > log.cursor) {
    return state.idle_acks < IDLE_ACKS ? { ...state, idle_acks: state.idle_acks + 1 } : null;
  }
  if (seq <= state.acked) return { ...state, heard: seq };
  return { ...state, heard: seq, acked: seq, acked_weight: log.weightAt(seq) };
}

/** The number in `ack:<seq>`, or null for any other message. */
function readAck(message: string): number | null {
  const seq = /^ack:(\d{1,15})$/.exec(message.slice(0, 24))?.[1];
  return seq === undefined ? null : Number(seq);
}
