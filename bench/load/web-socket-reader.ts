import { latin1 } from "../latin1.ts";
import type { Reader, ReaderEvents } from "./reader.ts";

const EMPTY = Buffer.alloc(0);

/** A client's text frame; its mask is all zero, which leaves the text as it is. */
export function clientFrame(text: string, opcode = 1): Buffer {
  const payload = Buffer.from(text, "latin1");
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

/** Reads a server's WebSocket frames; short messages only are answered, as clients of a stream do. */
export class WebSocketReader implements Reader {
  #rest: Buffer = EMPTY;
  readonly #events: ReaderEvents;

  constructor(events: ReaderEvents) {
    this.#events = events;
  }

  read(bytes: Buffer): void {
    const all = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    let at = 0;
    while (all.length - at >= 2) {
      let start = at + 2;
      let length = (all[at + 1] ?? 0) & 0x7f;
      if (length >= 126) {
        const wide = length === 126 ? 2 : 8;
        if (all.length - start < wide) break;
        length = numberAt(all, start, wide);
        start += wide;
      }
      if (all.length - start < length) break;
      this.#frame((all[at] ?? 0) & 0x0f, all.subarray(start, start + length));
      at = start + length;
    }
    this.#rest = at < all.length ? all.subarray(at) : EMPTY;
  }

  #frame(opcode: number, payload: Buffer): void {
    if (opcode === 8) return this.#events.ended(payload.length >= 2 ? numberAt(payload, 0, 2) : 1005);
    if (opcode === 9) return this.#events.answer(clientFrame(latin1(payload), 10));
    if (opcode <= 2) this.#events.message(latin1(payload));
  }
}

function numberAt(bytes: Uint8Array, start: number, wide: number): number {
  return bytes.subarray(start, start + wide).reduce((number, byte) => number * 256 + byte, 0);
}
