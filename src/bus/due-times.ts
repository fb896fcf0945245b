import { log } from "../platform/log.ts";

/** What the object asks of the queue. */
export interface LookAfterMessage {
  kind: "look_after";
  account_id: string;
}

/** How long after a queue that could not be reached it is tried again, ms. */
export const RETRY_MS = 30_000;

/** Times are kept to the second: however many handoffs there are, the object rings for them once a second. */
const GRAIN_MS = 1000;

/**
 * When handoffs of the account are to be looked after, in the object's own SQLite. It knows times, not handoffs: one that
 * means nothing any more costs a message that finds nothing to do.
 */
export class DueTimes {
  readonly #storage: DurableObjectStorage;
  readonly #send: (message: LookAfterMessage) => Promise<unknown>;
  /** After a failure: when the queue is tried again, whatever rings before. */
  #notBefore = 0;

  constructor(storage: DurableObjectStorage, send: (message: LookAfterMessage) => Promise<unknown>) {
    this.#storage = storage;
    this.#send = send;
  }

  /** Remembers a time (ms) over every sleep. Returns when the object is to be awake for it, ms. */
  remember(accountId: string, at: number): number {
    const ringsAt = Math.ceil(at / GRAIN_MS) * GRAIN_MS;
    this.#storage.sql.exec("INSERT OR IGNORE INTO due (at, account_id) VALUES (?, ?)", ringsAt, accountId);
    return ringsAt;
  }

  /**
   * Hands what is due to the queue, and forgets it only then. Never throws: an alarm that fails seven times is forgotten.
   * Returns when the object is to be awake again for it, ms, or null.
   */
  async hand(now: number): Promise<number | null> {
    try {
      if (now >= this.#notBefore) {
        const { sql } = this.#storage;
        const [due] = sql.exec<{ account_id: string }>(
          "SELECT account_id FROM due WHERE at <= ? LIMIT 1",
          now,
        );
        if (due) {
          await this.#send({ kind: "look_after", account_id: due.account_id });
          sql.exec("DELETE FROM due WHERE at <= ?", now);
        }
      }
    } catch (error) {
      this.#notBefore = now + RETRY_MS;
      log("look_after_not_asked_for", { retry_at: this.#notBefore }, error);
    }
    return this.#next();
  }

  #next(): number | null {
    const { at } = this.#storage.sql.exec<{ at: number | null }>("SELECT min(at) AS at FROM due").one();
    return at === null ? null : Math.max(at, this.#notBefore);
  }
}
