import type { StreamRequest } from "./stream-request.ts";
import { isOpen } from "./stream-state.ts";

/** Why one more stream is refused: too many are open, or they are opened too often. */
export type Refusal = "too_many" | "too_often";

const MINUTE = 60_000;

/**
 * Keeps the bounds on streams. The sockets themselves say how many there are; as listing a thousand of them at each
 * of a thousand opens would be felt, they are only listed when as many as allowed may have been opened since.
 */
export class StreamLimits {
  readonly #ctx: DurableObjectState;
  /** At most so many streams are open, for each tag and (under "") the account. Forgotten while the object sleeps. */
  readonly #atMost = new Map<string, number>();
  /** Opens in the present minute. Whoever opens all the time keeps the object awake, and so this known. */
  readonly #opens = new Map<string, number>();
  #minute = 0;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
  }

  /** Counts an open that is asked for, before anything else is done for it; whether it is one too many. */
  isTooOften({ tag, opens_per_minute }: StreamRequest["limits"], now: number): boolean {
    const minute = Math.floor(now / MINUTE);
    if (minute !== this.#minute) this.#opens.clear();
    this.#minute = minute;
    const opens = (this.#opens.get(tag) ?? 0) + 1;
    this.#opens.set(tag, opens);
    return opens > opens_per_minute;
  }

  /** Takes a place for a stream that is opened in the same turn; false where there is none. */
  takePlace({ tag, per_tag, per_account }: StreamRequest["limits"]): boolean {
    if (this.#isFull(tag, per_tag) || this.#isFull("", per_account)) return false;
    for (const counted of [tag, ""]) this.#atMost.set(counted, (this.#atMost.get(counted) ?? 0) + 1);
    return true;
  }

  /** Sockets that are closing are listed too; they are no streams any more. */
  #isFull(tag: string, most: number): boolean {
    if ((this.#atMost.get(tag) ?? Infinity) < most) return false;
    const open = this.#ctx.getWebSockets(tag || undefined).filter(isOpen).length;
    this.#atMost.set(tag, open);
    return open >= most;
  }
}
