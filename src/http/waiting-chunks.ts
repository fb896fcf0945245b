import { WAITING_BYTES, WAITING_EVENTS } from "../bus/slow-reader.ts";

interface Chunk {
  bytes: number;
  counts: boolean;
}

/**
 * What waits in a stream for its reader. The stream itself tells only how many bytes wait; which chunks these are
 * follows from what was written, newest first.
 */
export class WaitingChunks {
  #chunks: Chunk[] = [];
  #bytes = 0;

  add(bytes: number, counts: boolean): void {
    this.#chunks.push({ bytes, counts });
    this.#bytes += bytes;
  }

  /** Whether as much as a reader may leave waits already; its opening and keepalives do not count. */
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
    const waiting = this.#chunks.filter(({ counts }) => counts);
    const weight = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    return waiting.length >= WAITING_EVENTS || weight >= WAITING_BYTES;
  }
}
