import type { LoggedEvent } from "../contract/event.ts";
import type { Db } from "../db/client.ts";
import { readEventsAfter, readLogEnd } from "../domain/events/read-events.ts";
import { log } from "../platform/log.ts";
import { type Appended, EventStore, type LogState, asReplay, weightOf } from "./event-store.ts";
import { followers } from "./followers.ts";
import { type Telling, howToTell } from "./how-to-tell.ts";
import { REPLAY_EVENTS, type ReplayEvent, type Start } from "./resume.ts";
import { SingleFlight } from "./single-flight.ts";
import type { LogPlace } from "./slow-reader.ts";

const NOTHING_COUNTED = { counted: 0, weight: 0, backlog_end: 0 };

/** Who is told of what the follower learns. */
export interface LogListener {
  appended(events: readonly Appended[], telling: Telling, before: LogState): void;
  /** The log has grown by more than anybody is told, and is gone on with from its end. */
  skipped(before: LogState): void;
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
    return this.#store.state ?? { account_id: "", epoch: "", cursor: 0, ...NOTHING_COUNTED };
  }

  placeAt(seq: number): LogPlace {
    return this.#store.placeAt(seq);
  }

  /**
   * First contact begins after `cursor`. Another epoch means that the log was restored; as somebody who speaks of the
   * time before may come later, D1 says which it is. Returns whether this one is right.
   */
  async follow(
    { account_id, epoch }: Pick<LogState, "account_id" | "epoch">,
    cursor: number,
  ): Promise<boolean> {
    if (!this.#store.state) this.#store.begin({ account_id, epoch, cursor, ...NOTHING_COUNTED });
    if (this.state.epoch === epoch) return true;
    const now = await readLogEnd(this.#openDb(), account_id);
    if (now && now.epoch !== this.state.epoch) {
      const begins = now.epoch === epoch ? cursor : now.last_seq;
      const before = this.state;
      // The sums go on: what is on its way to slow readers was measured by them.
      const restored = { ...before, epoch: now.epoch, cursor: begins, backlog_end: 0 };
      this.#store.begin(restored);
      this.#listener.restored(restored, before.cursor);
    }
    return now?.epoch === epoch;
  }

  /** Takes rows of this epoch that follow what is known, and tells of them. */
  take({ epoch, events }: { epoch: string; events: readonly LoggedEvent[] }): void {
    const before = this.state;
    if (before.epoch !== epoch) return;
    const fresh = followers(before.cursor, events).map(asReplay);
    if (fresh.length === 0) return;
    const telling = howToTell(fresh.length, weightOf(fresh));
    this.#listener.appended(this.#store.append(fresh, telling, Date.now()), telling, before);
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

  /**
   * Reads the log after the cursor to its end; if that is further than anybody is told, it is gone on with from there. A
   * nudge with its own rows may move the cursor meanwhile, and a restore the whole log.
   */
  async #readToEnd(): Promise<void> {
    const { account_id, epoch, cursor } = this.state;
    const db = this.#openDb();
    const events = await readEventsAfter(db, account_id, cursor, REPLAY_EVENTS + 1);
    if (events.length <= REPLAY_EVENTS) this.take({ epoch, events });
    else this.#skipTo(await readLogEnd(db, account_id));
    log("bus_drained", { account_id, from: cursor, to: this.state.cursor });
  }

  #skipTo(end: { epoch: string; last_seq: number } | null): void {
    const before = this.state;
    if (end?.epoch !== before.epoch || end.last_seq <= before.cursor) return;
    this.#store.begin({ ...before, cursor: end.last_seq });
    this.#listener.skipped(before);
  }
}
