import type { Reset } from "../contract/event.ts";
import { readPosition } from "./position.ts";

/** At most so much is replayed; a client further behind reloads its lists, which is quicker. */
export const REPLAY_EVENTS = 500;
export const REPLAY_BYTES = 256 * 1024;
/** Events older than this are not replayed (the contract promises at least 7 days). */
export const REPLAY_AGE_MS = 14 * 24 * 60 * 60 * 1000;

const encoder = new TextEncoder();

/** Where a stream begins: live, after a position that can be honoured, or with a reset that says why not. */
export type Start =
  | { kind: "live" }
  | { kind: "replay"; after: number }
  | { kind: "reset"; reason: Reset["reason"] };

/** Judges a resume point against the log's epoch and end, before anything is read. */
export function judgeResume(resume: string | null, log: { epoch: string; end: number }): Start {
  if (resume === null) return { kind: "live" };
  const position = readPosition(resume);
  if (!position) return { kind: "reset", reason: "unknown_position" };
  if (position.epoch !== log.epoch) return { kind: "reset", reason: "epoch" };
  if (position.seq > log.end) return { kind: "reset", reason: "unknown_position" };
  if (log.end - position.seq > REPLAY_EVENTS) return { kind: "reset", reason: "too_far" };
  return { kind: "replay", after: position.seq };
}

export interface ReplayEvent {
  seq: number;
  type: string;
  /** The event's JSON. */
  data: string;
  /** When it was logged, ms. */
  at: number;
}

/**
 * Judges what would be replayed: all of `(after, end]`, in order, young and small enough, or a reset; never a part.
 */
export function judgeReplay(
  events: readonly ReplayEvent[],
  range: { after: number; end: number },
  now: number,
): Reset["reason"] | null {
  if (events.length !== range.end - range.after) return "too_old";
  if (events.some((event, index) => event.seq !== range.after + 1 + index)) return "too_old";
  const [oldest] = events;
  if (oldest && now - oldest.at > REPLAY_AGE_MS) return "too_old";
  const weight = events.reduce((sum, event) => sum + encoder.encode(event.data).byteLength, 0);
  return weight > REPLAY_BYTES ? "too_far" : null;
}
