import { latin1 } from "../latin1.ts";
import type { Reader, ReaderEvents } from "./reader.ts";

/** Reads server-sent events out of a chunked body. */
export class SseReader implements Reader {
  #raw = "";
  #text = "";
  /** Bytes of the present chunk that are still to come, with its line end. */
  #left = 0;
  readonly #events: ReaderEvents;

  constructor(events: ReaderEvents) {
    this.#events = events;
  }

  read(bytes: Buffer): void {
    this.#raw += latin1(bytes);
    for (;;) {
      if (this.#left > 0) {
        const part = this.#raw.slice(0, this.#left);
        this.#raw = this.#raw.slice(part.length);
        // The last two bytes of a chunk are its line end.
        this.#text += part.slice(0, Math.max(0, Math.min(part.length, this.#left - 2)));
        this.#left -= part.length;
        if (this.#left > 0) break;
      }
      const lineEnd = this.#raw.indexOf("\r\n");
      if (lineEnd < 0) break;
      const size = Number.parseInt(this.#raw.slice(0, lineEnd), 16);
      this.#raw = this.#raw.slice(lineEnd + 2);
      if (size === 0) {
        this.#tell();
        return this.#events.ended(0);
      }
      this.#left = size + 2;
    }
    this.#tell();
  }

  #tell(): void {
    let from = 0;
    for (let end = this.#text.indexOf("\n\n"); end >= 0; end = this.#text.indexOf("\n\n", from)) {
      this.#events.message(this.#text.slice(from, end));
      from = end + 2;
    }
    if (from > 0) this.#text = this.#text.slice(from);
  }
}
