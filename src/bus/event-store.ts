import type { LoggedEvent } from "../contract/event.ts";
import type { Telling } from "./how-to-tell.ts";
import { REPLAY_AGE_MS, type ReplayEvent } from "./resume.ts";
import type { LogPlace } from "./slow-reader.ts";

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
  // How far behind in events is a subtraction too: what was told as a backlog is neither in this sum nor in the weight.
  `ALTER TABLE events ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE log ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE log ADD COLUMN backlog_end INTEGER NOT NULL DEFAULT 0;`,
];

/** Where the object stands in its account's log. */
export interface LogState {
  account_id: string;
  epoch: string;
  cursor: number;
  /** How many events were told live, and so count against whoever does not confirm them. It only grows. */
  counted: number;
  /** What these weigh together, bytes. */
  weight: number;
  /** The last event of the last backlog that was told; 0 if none was. */
  backlog_end: number;
}

/** An event as it was appended, and what counted before it. */
export interface Appended {
  event: ReplayEvent;
  before: LogPlace;
}

const encoder = new TextEncoder();

/** A logged event as it is kept and replayed. */
export function asReplay(event: LoggedEvent): ReplayEvent {
  const { seq, type, created_at } = event;
  return { seq, type, data: JSON.stringify(event), at: Date.parse(created_at) };
}

/** What events weigh together, bytes. */
export function weightOf(events: readonly ReplayEvent[]): number {
  return events.reduce((sum, { data }) => sum + encoder.encode(data).byteLength, 0);
}

/** The object's own copy of the newest events, in its SQLite. All methods are synchronous. */
export class EventStore {
  readonly #storage: DurableObjectStorage;
  #state: LogState | null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#migrate();
    const [row] = storage.sql.exec<Record<string, SqlStorageValue>>(
      "SELECT account_id, epoch, cursor, counted, weight, backlog_end FROM log",
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
        "INSERT OR REPLACE INTO log (one, account_id, epoch, cursor, counted, weight, backlog_end) VALUES (1, ?, ?, ?, ?, ?, ?)",
        state.account_id,
        state.epoch,
        state.cursor,
        state.counted,
        state.weight,
        state.backlog_end,
      );
    });
    this.#state = state;
  }

  /**
   * Appends events that follow the cursor without a hole, and trims those too many or too old to be replayed in the same
   * transaction. Only what is told live counts. `now` in ms.
   */
  append(events: readonly ReplayEvent[], telling: Telling, now: number): Appended[] {
    const state = this.#state;
    const last = events.at(-1);
    if (!state || !last) return [];
    const backlog_end = telling === "backlog" ? last.seq : state.backlog_end;
    let { counted, weight } = state;
    const appended: Appended[] = [];
    this.#storage.transactionSync(() => {
      const { sql } = this.#storage;
      for (const event of events) {
        appended.push({ event, before: { counted, weight } });
        if (telling === "live") {
          counted += 1;
          weight += weightOf([event]);
        }
        const { seq, type, data, at } = event;
        const insert = "INSERT INTO events (seq, type, data, at, counted, weight) VALUES (?, ?, ?, ?, ?, ?)";
        sql.exec(insert, seq, type, data, at, counted, weight);
      }
      const update = "UPDATE log SET cursor = ?, counted = ?, weight = ?, backlog_end = ?";
      sql.exec(update, last.seq, counted, weight, backlog_end);
      sql.exec("DELETE FROM events WHERE seq <= ?", last.seq - KEPT_EVENTS);
      // Along the primary key from the oldest to the first that is young enough: no index is needed.
      const young = "SELECT seq FROM events WHERE at >= ? ORDER BY seq LIMIT 1";
      sql.exec(`DELETE FROM events WHERE seq < coalesce((${young}), ?)`, now - REPLAY_AGE_MS, last.seq + 1);
    });
    this.#state = { ...state, cursor: last.seq, counted, weight, backlog_end };
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

  /** What counts up to this event; for one that is no longer kept, up to the oldest that is. */
  placeAt(seq: number): LogPlace {
    const { counted, weight } = this.#state ?? { counted: 0, weight: 0 };
    if (seq === this.#state?.cursor) return { counted, weight };
    const [row] = this.#storage.sql.exec<{ counted: number; weight: number }>(
      "SELECT counted, weight FROM events WHERE seq >= ? ORDER BY seq LIMIT 1",
      seq,
    );
    return row ?? { counted, weight };
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
