import type { LoggedEvent } from "../contract/event.ts";
import type { StreamReset } from "./stream-options.ts";

/** Half of what the server lets a reader leave unacknowledged, so that large events make none that keeps up too slow. */
const ACK_AFTER_EVENTS = 32;
const ACK_AFTER_BYTES = 128 * 1024;

export interface IntakeDeps {
  onEvent: (event: LoggedEvent, position: string) => void;
  /** What was missed cannot be had: whatever was derived from events is to be read again. */
  onReset: (reset: StreamReset) => void;
  acknowledge: (seq: number) => void;
}

/** Takes the account's events in order, knows where to resume, and proves that none is missing. */
export interface EventIntake {
  /** The id of the last event received: what a resumed stream starts after. */
  readonly position: string | null;
  /** Takes one event: `hole` if others are missing before it, and then it was not taken. */
  take(id: string, event: LoggedEvent, bytes: number): "taken" | "seen" | "hole";
  /** A connection is ready; everything up to this position is a replay. */
  begin(replayedUpTo: string): void;
  /** Goes on from a position whose number is not known. */
  restart(reset: StreamReset): void;
}

/** Starts after a position; the first event that comes sets the number to count from. */
export function createEventIntake(deps: IntakeDeps, start: string | null): EventIntake {
  let position = start;
  let last: number | null = null;
  let holeAfter: number | null = null;
  let replayEnd: string | null = null;
  let unacknowledged = { events: 0, bytes: 0 };

  const acknowledge = (seq: number) => {
    unacknowledged = { events: 0, bytes: 0 };
    deps.acknowledge(seq);
  };
  /** A replay does not count against its reader: one word at its end is enough. */
  const acknowledgeInTime = (id: string, seq: number, bytes: number) => {
    if (replayEnd !== null) {
      if (id !== replayEnd) return;
      replayEnd = null;
      return acknowledge(seq);
    }
    unacknowledged.events += 1;
    unacknowledged.bytes += bytes;
    const { events, bytes: weight } = unacknowledged;
    if (events >= ACK_AFTER_EVENTS || weight >= ACK_AFTER_BYTES) acknowledge(seq);
  };

  return {
    get position() {
      return position;
    },
    take(id, event, bytes) {
      if (last !== null && event.seq <= last) return "seen";
      const isHole = last !== null && event.seq > last + 1;
      if (isHole && holeAfter !== last) {
        holeAfter = last;
        return "hole";
      }
      holeAfter = null;
      position = id;
      last = event.seq;
      if (isHole) {
        // The same hole after resuming: the server has no more to give here, perhaps not even the replay's end.
        replayEnd = null;
        deps.onReset({ reason: "gap", position: id });
      }
      deps.onEvent(event, id);
      acknowledgeInTime(id, event.seq, bytes);
      return "taken";
    },
    begin(replayedUpTo) {
      unacknowledged = { events: 0, bytes: 0 };
      // Without a resume point nothing is replayed, and what comes later follows this position.
      position ??= replayedUpTo;
      replayEnd = replayedUpTo === position ? null : replayedUpTo;
    },
    restart(reset) {
      position = reset.position;
      last = null;
      replayEnd = null;
      deps.onReset(reset);
    },
  };
}
