import type { Reset } from "../contract/event.ts";
import type { Broadcast } from "./broadcast.ts";
import type { Appended, LogState } from "./event-store.ts";
import { controlFrame, liveFrame, replayFrames } from "./frame.ts";
import type { LogListener } from "./log-follower.ts";
import { writePosition } from "./position.ts";
import { WAITING_BYTES, WAITING_EVENTS } from "./slow-reader.ts";
import { type StreamState, isOpen, setState, stateOf } from "./stream-state.ts";

/** Tells every open stream what the follower learns of the log, and from where its readers are counted. */
export class LogTeller implements LogListener {
  readonly #ctx: DurableObjectState;
  readonly #broadcast: Broadcast;
  readonly #state: () => LogState;

  constructor(ctx: DurableObjectState, broadcast: Broadcast, state: () => LogState) {
    this.#ctx = ctx;
    this.#broadcast = broadcast;
    this.#state = state;
  }

  /** Tells everybody of fresh events. A backlog, like a replay, is not held against its readers. */
  appended(fresh: readonly Appended[]): void {
    const { epoch, weight } = this.#state();
    const bytes = weight - (fresh[0]?.weight_before ?? weight);
    if (fresh.length <= WAITING_EVENTS && bytes <= WAITING_BYTES) {
      this.#broadcast.send((transport) =>
        fresh.map(({ event, weight_before }) => ({
          frame: liveFrame(transport, epoch, event),
          place: { seq: event.seq, weight_before },
        })),
      );
      return;
    }
    const backlog = fresh.map(({ event }) => event);
    this.#broadcast.send((transport) =>
      replayFrames(transport, epoch, backlog).map((frame) => ({ frame, place: null })),
    );
    this.#countFromHere();
  }

  /** Tells everybody that the log was restored: what they know may not be true any more. */
  restored({ epoch, cursor }: LogState, before: number): void {
    const position = writePosition(epoch, cursor);
    const reset: Reset = { reason: "epoch", position };
    this.#countFromHere(({ restored_from }) => ({
      heard: cursor,
      restored_from: Math.max(restored_from, before),
    }));
    this.#broadcast.send((transport) => [
      { frame: controlFrame(transport, "reset", reset, position), place: null },
    ]);
  }

  /** Everybody has been told all there is without its counting: from here on it counts again. */
  #countFromHere(further: (state: StreamState) => Partial<StreamState> = () => ({})): void {
    const { cursor, weight } = this.#state();
    for (const socket of this.#ctx.getWebSockets("ws")) {
      if (!isOpen(socket)) continue;
      const state = stateOf(socket);
      setState(socket, { ...state, acked: cursor, acked_weight: weight, ...further(state) });
    }
  }
}
