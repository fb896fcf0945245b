import { clock, pause } from "../clock.ts";
import { sumFaults } from "./sequence-check.ts";
import { Subscriber } from "./subscriber.ts";
import type { Answer, Closed, Order } from "./wire.ts";

/** How long a last event may be on its way, ms. */
const PATIENCE = 10_000;

/** Subscribers that were opened at once. */
export class SubscriberGroup {
  readonly #group: number;
  readonly #tell: (answer: Answer) => void;
  readonly #subscribers: Subscriber[];
  readonly #arrivals = new Map<number, number[]>();
  readonly #pings: ReturnType<typeof setInterval> | undefined;

  constructor({ group, count, to, until }: Extract<Order, { kind: "open" }>, tell: (answer: Answer) => void) {
    this.#group = group;
    this.#tell = tell;
    const began = clock();
    const took: number[] = [];
    let refused = 0;
    const answer = () => {
      if (took.length + refused === count) tell({ kind: "opened", group, took, refused });
    };
    const there = () => {
      took.push(clock() - began);
      answer();
    };
    this.#subscribers = Array.from({ length: count }, () => {
      return new Subscriber(to, {
        opened: () => until === undefined && there(),
        refused: () => {
          refused++;
          answer();
        },
        saw: (seq) => seq === until && there(),
        marked: (marker, at) => this.#arrived(marker, at),
      });
    });
    if (to.pingSeconds && to.flavour === "ws") {
      this.#pings = setInterval(() => {
        for (const subscriber of this.#subscribers) subscriber.ping();
      }, to.pingSeconds * 1000);
    }
  }

  stall(): void {
    for (const subscriber of this.#subscribers) subscriber.stall();
  }

  resume(): void {
    for (const subscriber of this.#subscribers) subscriber.resume();
  }

  async close(end = 0): Promise<Closed> {
    const all = this.#subscribers;
    const closeBy = clock() + PATIENCE;
    while (all.some(({ check }) => (check.last ?? 0) < end) && clock() < closeBy) await pause(10);
    clearInterval(this.#pings);
    const ended: Record<string, number> = {};
    for (const { endedWith } of all) if (endedWith !== null) ended[endedWith] = (ended[endedWith] ?? 0) + 1;
    for (const subscriber of all) subscriber.close();
    const lasts = all.map(({ check }) => check.last ?? 0);
    const last = Math.max(end, ...lasts);
    return {
      kind: "closed",
      group: this.#group,
      faults: sumFaults(all.map(({ check }) => check.faults)),
      events: all.reduce((sum, { events }) => sum + events, 0),
      last,
      hindmost: Math.min(...lasts),
      unseen: lasts.reduce((sum, seen) => sum + last - seen, 0),
      ended,
      overflowed: all.filter(({ overflowed }) => overflowed).length,
      bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  #arrived(marker: number, at: number): void {
    const times = this.#arrivals.get(marker) ?? [];
    this.#arrivals.set(marker, times);
    times.push(at);
    if (times.length < this.#subscribers.length) return;
    this.#arrivals.delete(marker);
    this.#tell({ kind: "arrived", group: this.#group, marker, at: times });
  }
}
