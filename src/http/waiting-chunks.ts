import { WAITING_BYTES, WAITING_EVENTS } from "../bus/slow-reader.ts";

interface Chunk {
  bytes: number;
  live: boolean;
}

/**
 * What waits in a stream for its reader. The stream itself tells only how many bytes wait; which chunks these are
 * follows from what was written, newest first.
 */
export class WaitingChunks {
  #chunks: Chunk[] = [];
  #bytes = 0;

  add(bytes: number, live: boolean): void {
    this.#chunks.push({ bytes, live });
    this.#bytes += bytes;
  }

  /** Whether as much as a reader may leave waits already, of live events; a replay does not count. */
  isFull(queuedBytes: number): boolean {
    let first = 0;
    for (
      let next = this.#chunks[0];
      next && this.#bytes - next.bytes >= queuedBytes;
      next = this.#chunks[first]
    ) {
      this.#bytes -= next.bytes;
      first++;
    }
    if (first > 0) this.#chunks = this.#chunks.slice(first);
    const live = this.#chunks.filter((chunk) => chunk.live);
    return live.length >= WAITING_EVENTS || live.reduce((sum, { bytes }) => sum + bytes, 0) >= WAITING_BYTES;
  }
}
