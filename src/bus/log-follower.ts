import type { LoggedEvent } from "../contract/event.ts";
import type { Db } from "../db/client.ts";
import { readEventsAfter, readLogEnd } from "../domain/events/read-events.ts";
import { log } from "../platform/log.ts";
import { type Appended, EventStore, type LogState, asReplay } from "./event-store.ts";
import { followers } from "./followers.ts";
import { REPLAY_EVENTS, type ReplayEvent, type Start } from "./resume.ts";
import { SingleFlight } from "./single-flight.ts";

/** Who is told of what the follower learns. */
export interface LogListener {
  appended(events: readonly Appended[]): void;
  /** The log, which ended at `before`, was restored from a backup: what was told may not be true any more. */
  restored(log: LogState, before: number): void;
}

/** Follows an account's log: from nudges that bring their rows, and from D1 where a nudge was lost. */
export class LogFollower {
  readonly #openDb: () => Db;
  readonly #store: EventStore;
  readonly #listener: LogListener;
  readonly #reading = new SingleFlight(() => this.#readToEnd());

  constructor(storage: DurableObjectStorage, openLog: () => Db, listener: LogListener) {
    this.#openDb = openLog;
    this.#store = new EventStore(storage);
    this.#listener = listener;
  }

  /** How far the log is known here; epoch `""` before the first contact. */
  get state(): LogState {
    return this.#store.state ?? { account_id: "", epoch: "", cursor: 0, weight: 0 };
  }

  weightAt(seq: number): number {
    return this.#store.weightAt(seq);
  }

  /**
   * First contact begins after `cursor`. Another epoch means that the log was restored; as somebody who speaks of the
   * time before may come later, D1 says which it is. Returns whether this one is right.
   */
  async follow(
    { account_id, epoch }: Pick<LogState, "account_id" | "epoch">,
    cursor: number,
  ): Promise<boolean> {
    if (!this.#store.state) this.#store.begin({ account_id, epoch, cursor, weight: 0 });
    if (this.state.epoch === epoch) return true;
    const now = await readLogEnd(this.#openDb(), account_id);
    if (now && now.epoch !== this.state.epoch) {
      const begins = now.epoch === epoch ? cursor : now.last_seq;
      const restored = { account_id, epoch: now.epoch, cursor: begins, weight: 0 };
      const before = this.state.cursor;
      this.#store.begin(restored);
      this.#listener.restored(restored, before);
    }
    return now?.epoch === epoch;
  }

  /** Takes rows that follow what is known, and tells of them. */
  take(events: readonly LoggedEvent[]): LoggedEvent[] {
    const fresh = followers(this.state.cursor, events);
    if (fresh.length > 0) this.#listener.appended(this.#store.append(fresh));
    return fresh;
  }

  /** Reads what the log has grown to, if it is longer than what is known. */
  async catchUp(end: number): Promise<void> {
    if (end > this.state.cursor) await this.#reading.run();
  }

  /** What a replay needs from before the kept events. */
  async readOlder(start: Start): Promise<ReplayEvent[]> {
    const oldest = this.#store.oldest();
    if (start.kind !== "replay" || start.after + 1 >= oldest) return [];
    const count = oldest - start.after - 1;
    const db = this.#openDb();
    return (await readEventsAfter(db, this.state.account_id, start.after, count)).map(asReplay);
  }

  /** Everything after the start of a replay: what was read of it before, and what is kept. */
  replay(start: Start, older: readonly ReplayEvent[]): ReplayEvent[] {
    if (start.kind !== "replay") return [];
    const kept = this.#store.after(start.after);
    return [...older.filter((event) => event.seq < (kept[0]?.seq ?? this.state.cursor + 1)), ...kept];
  }

  /** Reads the log after the cursor to its end. A nudge with its own rows may move the cursor meanwhile. */
  async #readToEnd(): Promise<void> {
    const started = this.state.cursor;
    const db = this.#openDb();
    for (let more = true; more;) {
      const { account_id, cursor } = this.state;
      const events = await readEventsAfter(db, account_id, cursor, REPLAY_EVENTS);
      more = this.take(events).length > 0 && events.length === REPLAY_EVENTS;
    }
    log("bus_drained", { account_id: this.state.account_id, from: started, to: this.state.cursor });
  }
}
