import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Answer, Arrived, Closed, Opened, Order, Subscription } from "./wire.ts";

/** Some subscribers of one stream. */
export interface Subscribers {
  opened: Opened;
  /** The times at which all of them had the marked event. Throws when one has not in time. */
  arrivals(marker: number): Promise<Arrived>;
  stall(): void;
  resume(): void;
  /** With the log's end, waits until all have seen it; what still has not come then counts as unseen. */
  close(end?: number): Promise<Closed>;
}

const PATIENCE = 20_000;

/** The thread of the load: opens subscribers and tells what they saw. */
export class Crowd {
  readonly #thread = new Worker(join(import.meta.dirname, "subscriber-thread.ts"));
  readonly #waiting = new Map<string, (answer: Answer) => void>();
  readonly #early = new Map<string, Answer>();
  #groups = 0;

  constructor() {
    this.#thread.on("message", (answer: Answer) => {
      const key = keyOf(answer.group, answer.kind, answer.kind === "arrived" ? answer.marker : 0);
      const wanted = this.#waiting.get(key);
      this.#waiting.delete(key);
      if (wanted) wanted(answer);
      else this.#early.set(key, answer);
    });
  }

  /** Opens subscribers; with `until`, waits until each has seen that number. */
  async open(to: Subscription, count: number, until?: number): Promise<Subscribers> {
    const group = ++this.#groups;
    this.#order({ kind: "open", group, count, to, ...(until !== undefined && { until }) });
    const opened = (await this.#answer(group, "opened")) as Opened;
    return {
      opened,
      arrivals: async (marker) => (await this.#answer(group, "arrived", marker)) as Arrived,
      stall: () => this.#order({ kind: "stall", group }),
      resume: () => this.#order({ kind: "resume", group }),
      close: async (end) => {
        this.#order({ kind: "close", group, ...(end !== undefined && { end }) });
        return (await this.#answer(group, "closed")) as Closed;
      },
    };
  }

  async stop(): Promise<void> {
    await this.#thread.terminate();
  }

  #order(order: Order): void {
    this.#thread.postMessage(order, []);
  }

  #answer(group: number, kind: Answer["kind"], marker = 0): Promise<Answer> {
    const key = keyOf(group, kind, marker);
    const early = this.#early.get(key);
    this.#early.delete(key);
    if (early) return Promise.resolve(early);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(key);
        reject(new Error(`No "${kind}" of group ${group} (marker ${marker}) in ${PATIENCE} ms.`));
      }, PATIENCE);
      this.#waiting.set(key, (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
    });
  }
}

function keyOf(group: number, kind: Answer["kind"], marker: number): string {
  return `${group}/${kind}/${marker}`;
}
