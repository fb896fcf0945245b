import type { Faults } from "./sequence-check.ts";

export type Flavour = "ws" | "sse" | "socket.io";

/** How subscribers reach a stream. */
export interface Subscription {
  flavour: Flavour;
  port: number;
  path: string;
  headers: Record<string, string>;
  /** The number after which a stream resumes, if it does. */
  after?: number;
  /** Says `ping` so often, as Baton's clients do; never by default. */
  pingSeconds?: number;
  /** Confirms what it has received, as Baton's clients do. */
  acks?: boolean;
}

/** What the thread with the subscribers is asked; every question but `stall` and `resume` is answered. */
export type Order =
  | { kind: "open"; group: number; count: number; to: Subscription; until?: number }
  | { kind: "stall" | "resume"; group: number }
  /** Closes when all have seen `end`, or have had their time for it; without it, at once. */
  | { kind: "close"; group: number; end?: number };

export interface Opened {
  kind: "opened";
  group: number;
  /** Ms from the first connect to each subscriber's being open and (with `until`) caught up. */
  took: number[];
  refused: number;
}

export interface Arrived {
  kind: "arrived";
  group: number;
  marker: number;
  /** When it was there, by `clock`, one for each subscriber. */
  at: number[];
}

export interface Closed {
  kind: "closed";
  group: number;
  faults: Faults;
  events: number;
  /** The log's end as far as it is known, and the number that the hindmost of them has seen. */
  last: number;
  hindmost: number;
  /** Events up to the end that never came, over all subscribers; holes are in `faults`. */
  unseen: number;
  /** Streams that the server ended, by close code; 0 is the end of a body. */
  ended: Record<string, number>;
  /** Streams that were told of an overflow. */
  overflowed: number;
  /** Bytes that came in altogether. */
  bytes: number;
}

export type Answer = Opened | Arrived | Closed;
