import type { LoggedEvent } from "../contract/event.ts";
import type { Place } from "../contract/place.ts";
import type { Db, Row } from "../db/client.ts";
import type { Actor } from "./actor.ts";
import type { PromisedEnd } from "./outbox/promise-ended-streams.ts";

/** What a keyed request (`Idempotency-Key`) must store with its write so that it can be replayed. */
export interface KeyedRequest {
  caller: string;
  operation: string;
  key: string;
  body_hash: string;
  status: number;
  /** Whether a write has taken the answer along. */
  kept: boolean;
  /** Encrypts the stored answer: some answers hold secrets that are shown once. */
  seal(answer: string): Promise<string>;
}

/** Reads that came along with the query that recognised the caller: for most people the database is far away. */
export interface ReadAhead {
  reads: unknown;
  rows: Row[][];
}

/** What has been committed and is now worth telling others about: the bus (facts) and the queue (promises). */
export interface Committed {
  events: LoggedEvent[];
  /** Handoffs with notifications to send. */
  notify: Set<string>;
  /** Jobs of the outbox to run. */
  jobs: Set<string>;
  /** PSA connections with notes to push, and in how many ms the first of them is due. */
  notes: Map<string, number>;
  /** The earliest time, ms, at which a handoff written here is next to be looked after; null where none is. */
  due: number | null;
  /** The account's log as the last commit left it, and where its bus lives; null while nothing was logged. */
  log: (Place & { epoch: string }) | null;
  /** The account, if facts were logged and somebody subscribes to them. */
  webhooks: string | null;
  /** Handoffs that ask for help no more, where browsers may show alerts about them. */
  retract: Set<string>;
  /** Whose open streams end now. */
  ended: PromisedEnd[];
}

/** All that a verb may use. Time and ids are injected; nothing here knows of HTTP, queues or the bus. */
export interface DomainContext {
  db: Db;
  actor: Actor;
  account_id: string;
  now: number;
  newId: () => string;
  keyed: KeyedRequest | null;
  /** What was read for the verb while its caller was recognised. */
  ahead: ReadAhead | null;
  committed: Committed;
}

/** An empty record of what a context's verbs commit. */
export function nothingCommitted(): Committed {
  return {
    events: [],
    notify: new Set(),
    jobs: new Set(),
    notes: new Map(),
    due: null,
    log: null,
    webhooks: null,
    retract: new Set(),
    ended: [],
  };
}

/** Notes that a handoff is next to be looked after at this time (ms), so that the nudge about the write carries it. */
export function noteDue({ committed }: Pick<DomainContext, "committed">, at: number | null): void {
  if (at !== null) committed.due = Math.min(committed.due ?? at, at);
}
