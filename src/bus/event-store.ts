import type { LoggedEvent } from "../contract/event.ts";
import type { ReplayEvent } from "./resume.ts";

/** How many of the newest events an object keeps: twice what a replay may ask for. Older ones come from D1. */
export const KEPT_EVENTS = 1000;

/** Append-only: what once ran is never changed, as objects in the field have run it. */
const MIGRATIONS = [
  `CREATE TABLE events (seq INTEGER PRIMARY KEY, type TEXT NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL);
   CREATE TABLE log (one INTEGER PRIMARY KEY CHECK (one = 1), account_id TEXT NOT NULL, epoch TEXT NOT NULL,
     cursor INTEGER NOT NULL);`,
  // What all events up to a row weigh together: how far behind a reader is in bytes is then one subtraction.
  `ALTER TABLE events ADD COLUMN weight INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE log ADD COLUMN weight INTEGER NOT NULL DEFAULT 0;`,
  // When handoffs of the account are next to be looked after.
  `CREATE TABLE due (at INTEGER PRIMARY KEY, account_id TEXT NOT NULL);`,
];

/** Where the object stands in its account's log. */
export interface LogState {
  account_id: string;
  epoch: string;
  cursor: number;
  /** Bytes of all events since this copy began. */
  weight: number;
}

/** An event as it was appended, and what all before it weigh together. */
export interface Appended {
  event: ReplayEvent;
  weight_before: number;
}

const encoder = new TextEncoder();

/** A logged event as it is kept and replayed. */
export function asReplay(event: LoggedEvent): ReplayEvent {
  const { seq, type, created_at } = event;
  return { seq, type, data: JSON.stringify(event), at: Date.parse(created_at) };
}

/** The object's own copy of the newest events, in its SQLite. All methods are synchronous. */
export class EventStore {
  readonly #storage: DurableObjectStorage;
  #state: LogState | null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#migrate();
    const [row] = storage.sql.exec<Record<string, SqlStorageValue>>(
      "SELECT account_id, epoch, cursor, weight FROM log",
    );
    this.#state = row ? (row as unknown as LogState) : null;
  }

  get state(): LogState | null {
    return this.#state;
  }

  /** Begins (or, in another epoch, begins anew) after `cursor`: nothing older is kept here. */
  begin(state: LogState): void {
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec("DELETE FROM events");
      this.#storage.sql.exec(
        "INSERT OR REPLACE INTO log (one, account_id, epoch, cursor, weight) VALUES (1, ?, ?, ?, ?)",
        state.account_id,
        state.epoch,
        state.cursor,
        state.weight,
      );
    });
    this.#state = state;
  }

  /** Appends events that follow the cursor without a hole, and trims the oldest in the same transaction. */
  append(events: readonly LoggedEvent[]): Appended[] {
    const state = this.#state;
    const last = events.at(-1);
    if (!state || !last) return [];
    let { weight } = state;
    const appended = events.map(asReplay).map((event) => {
      const weight_before = weight;
      weight += encoder.encode(event.data).byteLength;
      return { event, weight_before, weight };
    });
    this.#storage.transactionSync(() => {
      const { sql } = this.#storage;
      for (const { event, weight } of appended) {
        const { seq, type, data, at } = event;
        const insert = "INSERT INTO events (seq, type, data, at, weight) VALUES (?, ?, ?, ?, ?)";
        sql.exec(insert, seq, type, data, at, weight);
      }
      sql.exec("UPDATE log SET cursor = ?, weight = ?", last.seq, weight);
      sql.exec("DELETE FROM events WHERE seq <= ?", last.seq - KEPT_EVENTS);
    });
    this.#state = { ...state, cursor: last.seq, weight };
    return appended;
  }

  /** The kept events after `seq`, in order. */
  after(seq: number): ReplayEvent[] {
    const rows = this.#storage.sql.exec<Record<string, SqlStorageValue>>(
      "SELECT seq, type, data, at FROM events WHERE seq > ? ORDER BY seq",
      seq,
    );
    return rows.toArray() as unknown as ReplayEvent[];
  }

  /** What all events up to this one weigh; 0 for one that is no longer kept, which is the strictest reading. */
  weightAt(seq: number): number {
    if (seq === this.#state?.cursor) return this.#state.weight;
    const [row] = this.#storage.sql.exec<{ weight: number }>("SELECT weight FROM events WHERE seq = ?", seq);
    return row?.weight ?? 0;
  }

  /** The seq of the oldest kept event, or the one after the cursor if none is kept. */
  oldest(): number {
    const { first } = this.#storage.sql
      .exec<{ first: number | null }>("SELECT min(seq) AS first FROM events")
      .one();
    return first ?? (this.#state?.cursor ?? 0) + 1;
  }

  /** `PRAGMA user_version` is refused inside an object, hence a table. */
  #migrate(): void {
    const { sql } = this.#storage;
    sql.exec("CREATE TABLE IF NOT EXISTS bus_migrations (id INTEGER PRIMARY KEY)");
    const { done } = sql.exec<{ done: number }>("SELECT count(*) AS done FROM bus_migrations").one();
    for (const [id, statements] of MIGRATIONS.entries()) {
      if (id < done) continue;
      this.#storage.transactionSync(() => {
        sql.exec(statements);
        sql.exec("INSERT INTO bus_migrations (id) VALUES (?)", id);
      });
    }
  }
}
