import type { Reset } from "../contract/event.ts";

/** What a stream that resumes is told: everything after its position, or why that cannot be. */
export interface Replayed {
  reason: Reset["reason"] | null;
  frames: string[];
}

/** So many different replays are kept: people come back from a few places, each over one of two transports. */
const KEPT = 8;

/**
 * Replays that are made once for all who ask for the same: after a deploy everybody comes back at once, from about the
 * same place in the log. They are of use only until the log goes on.
 */
export class SharedReplays {
  readonly #made = new Map<string, Replayed>();
  #end = "";

  /** The replay of everything after a position, for a log that ends at `end`. */
  after(from: string, end: string, make: () => Replayed): Replayed {
    if (end !== this.#end || this.#made.size >= KEPT) this.#made.clear();
    this.#end = end;
    const known = this.#made.get(from);
    if (known) return known;
    const made = make();
    this.#made.set(from, made);
    return made;
  }
}
