import type { Transport } from "./frame.ts";
import { type LogPlace, isTooSlow, owesWord } from "./slow-reader.ts";
import { isOpen, stateOf } from "./stream-state.ts";
import { CLOSE } from "./stream-request.ts";

/** What goes out to everybody: a frame, and by what its readers are judged before they get it, if they are. */
export interface Outgoing {
  frame: string;
  /** What counts before it. */
  before: LogPlace | null;
  /** For the first frame of a backlog: where the one before ended. */
  backlogEnd?: number;
}

interface Parcel {
  frames: (Omit<Outgoing, "frame"> & { frame: string | Uint8Array })[];
  sockets: WebSocket[];
  /** How many of the sockets are written to at a time. */
  slice: number;
}

const encoder = new TextEncoder();

/**
 * So many sockets are written to before others get a turn. Behind an SSE reader's socket the Worker's adapter must get
 * its turn before anything arrives.
 */
const SLICE = { ws: 1000, sse: 200 } as const;

/**
 * Sends to the object's sockets in order, in slices with a yield between, so that nobody waits for a thousand sockets.
 * A parcel goes to those who are here when it is made: whoever joins later has it in their opening.
 */
export class Broadcast {
  readonly #ctx: DurableObjectState;
  readonly #ended: (socket: WebSocket) => void;
  readonly #parcels: Parcel[] = [];
  #sending = false;

  /** `ended` hears of each socket that was closed for not keeping up: its client may never say so itself. */
  constructor(ctx: DurableObjectState, ended: (socket: WebSocket) => void) {
    this.#ctx = ctx;
    this.#ended = ended;
  }

  /**
   * Queues frames, made once per transport that is listening, and returns before they are sent. SSE readers get bytes,
   * encoded once for all of them; only their opening is text, so that the adapter can tell what counts as waiting.
   */
  send(framesFor: (transport: Transport) => Outgoing[]): void {
    const sockets = this.#ctx.getWebSockets("ws");
    if (sockets.length > 0) this.#parcels.push({ frames: framesFor("ws"), sockets, slice: SLICE.ws });
    const readers = this.#ctx.getWebSockets("sse");
    if (readers.length > 0) {
      const frames = framesFor("sse").map((out) => ({ ...out, frame: encoder.encode(out.frame) }));
      this.#parcels.push({ frames, sockets: readers, slice: SLICE.sse });
    }
    if (this.#sending || this.#parcels.length === 0) return;
    this.#sending = true;
    void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    for (let parcel = this.#parcels.shift(); parcel; parcel = this.#parcels.shift()) {
      for (let from = 0; from < parcel.sockets.length; from += parcel.slice) {
        // Waits for the object's own writes: a yield without a timer, and nothing goes out that could be lost.
        await this.#ctx.storage.sync();
        for (const socket of parcel.sockets.slice(from, from + parcel.slice)) {
          if (!sendTo(socket, parcel.frames)) this.#ended(socket);
        }
      }
    }
    this.#sending = false;
  }
}

/** One reader's trouble (it is gone, or does not keep up) concerns nobody else. Returns whether it goes on listening. */
function sendTo(socket: WebSocket, frames: Parcel["frames"]): boolean {
  if (!isOpen(socket)) return true;
  try {
    const state = stateOf(socket);
    for (const { frame, before, backlogEnd } of frames) {
      const slow = before !== null && isTooSlow(state, before);
      const owing = backlogEnd !== undefined && owesWord(state, backlogEnd);
      if (state.transport === "ws" && (slow || owing)) {
        socket.close(CLOSE.tooSlow, "Too slow; resume from your last event.");
        return false;
      }
      socket.send(frame);
    }
    return true;
  } catch {
    socket.close();
    return false;
  }
}
