import type { Reset } from "../contract/event.ts";
import type { Broadcast } from "./broadcast.ts";
import type { Appended, LogState } from "./event-store.ts";
import { controlFrame, liveFrame, replayFrames } from "./frame.ts";
import type { Telling } from "./how-to-tell.ts";
import type { LogListener } from "./log-follower.ts";
import { writePosition } from "./position.ts";
import type { LogPlace } from "./slow-reader.ts";
import { isOpen, setState, stateOf } from "./stream-state.ts";

/** Tells every open stream what the follower learns of the log. */
export class LogTeller implements LogListener {
  readonly #ctx: DurableObjectState;
  readonly #broadcast: Broadcast;
  readonly #state: () => LogState;

  constructor(ctx: DurableObjectState, broadcast: Broadcast, state: () => LogState) {
    this.#ctx = ctx;
    this.#broadcast = broadcast;
    this.#state = state;
  }

  /** Tells everybody of fresh events. */
  appended(fresh: readonly Appended[], telling: Telling, before: LogState): void {
    if (telling === "too_far") return this.skipped(before);
    const { epoch } = before;
    if (telling === "live") {
      return this.#broadcast.send((transport) =>
        fresh.map(({ event, before: place }) => ({
          frame: liveFrame(transport, epoch, event),
          before: place,
        })),
      );
    }
    // All of it or, to a reader who does not keep up, nothing.
    const backlog = fresh.map(({ event }) => event);
    const judged = { before, backlogEnd: before.backlog_end };
    this.#broadcast.send((transport) =>
      replayFrames(transport, epoch, backlog).map((frame, index) => ({
        frame,
        ...(index === 0 ? judged : { before: null }),
      })),
    );
  }

  /** Tells everybody what a resume at the place where the log was would be told. */
  skipped(before: LogState): void {
    this.#reset("too_far", before);
  }

  /** Tells everybody that the log was restored: what they know may not be true any more. */
  restored({ cursor, counted, weight }: LogState, before: number): void {
    for (const socket of this.#ctx.getWebSockets("ws")) {
      if (!isOpen(socket)) continue;
      const state = stateOf(socket);
      setState(socket, {
        ...state,
        acked: cursor,
        acked_counted: counted,
        acked_weight: weight,
        heard: cursor,
        restored_from: Math.max(state.restored_from, before),
      });
    }
    this.#reset("epoch", null);
  }

  #reset(reason: Reset["reason"], before: LogPlace | null): void {
    const { epoch, cursor } = this.#state();
    const position = writePosition(epoch, cursor);
    const reset: Reset = { reason, position };
    this.#broadcast.send((transport) => [
      { frame: controlFrame(transport, "reset", reset, position), before },
    ]);
  }
}
