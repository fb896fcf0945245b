import type { Transport } from "./frame.ts";

type Frame = string | Uint8Array;

interface Parcel {
  frames: Frame[];
  sockets: WebSocket[];
}

/** So many sockets are written to before others get a turn. */
const SLICE = 200;

/**
 * Sends to the object's sockets in order, in slices with a yield between, so that nobody waits for a thousand sockets.
 * A parcel goes to those who are here when it is made: whoever joins later has it in their replay.
 */
export class Broadcast {
  readonly #ctx: DurableObjectState;
  readonly #parcels: Parcel[] = [];
  #sending = false;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
  }

  /** Queues frames, made once per transport that is listening, and returns before they are sent. */
  send(framesFor: (transport: Transport) => Frame[]): void {
    for (const transport of ["ws", "sse"] as const) {
      const sockets = this.#ctx.getWebSockets(transport);
      if (sockets.length > 0) this.#parcels.push({ frames: framesFor(transport), sockets });
    }
    if (this.#sending || this.#parcels.length === 0) return;
    this.#sending = true;
    void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    for (let parcel = this.#parcels.shift(); parcel; parcel = this.#parcels.shift()) {
      for (let from = 0; from < parcel.sockets.length; from += SLICE) {
        // Waits for the object's own writes: a yield without a timer, and nothing goes out that could be lost.
        await this.#ctx.storage.sync();
        for (const socket of parcel.sockets.slice(from, from + SLICE)) sendTo(socket, parcel.frames);
      }
    }
    this.#sending = false;
  }
}

/** A socket that is closing still counts as one of the object's; sending to it throws and concerns nobody else. */
function sendTo(socket: WebSocket, frames: readonly Frame[]): void {
  try {
    for (const frame of frames) socket.send(frame);
  } catch {
    socket.close();
  }
}
