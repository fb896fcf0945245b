import { expect } from "vitest";
import type { LoggedEvent } from "../../src/contract/event.ts";
import { type StreamClient, openSocket, openSse } from "./stream-client.ts";

interface World {
  token: string;
  epoch: string;
  /** All that was ever committed; it grows. */
  log: readonly LoggedEvent[];
}

/** One screen over its connections: what it has heard must be an unbroken sequence from where it began. */
export class Screen {
  readonly #world: World;
  readonly #open: typeof openSse;
  client: StreamClient | null = null;
  last: number | null = null;

  constructor(world: World, as: number) {
    this.#world = world;
    this.#open = as % 2 === 0 ? openSse : openSocket;
  }

  /** Opens from `last` and checks what the stream says about it, as the client's protocol asks. */
  async open(): Promise<void> {
    const last = this.last === null ? {} : { last: `${this.#world.epoch}.${this.last}` };
    this.client = await this.#open({ token: this.#world.token, ...last });
    const ready = await this.client.ready();
    const end = Number(ready.position.split(".")[1]);
    if (this.last !== null && ready.resumed_from === null) {
      const reset = await this.client.reset();
      expect([reset.reason, this.last > end]).toEqual(["unknown_position", true]);
    }
    if (ready.resumed_from === null) this.last = end;
  }

  /** Reads up to `seq`; what comes must follow what came, one by one. */
  async readTo(seq: number): Promise<void> {
    if (!this.client || this.last === null || this.last >= seq) return;
    const events = await this.client.events(seq - this.last);
    expect(events).toEqual(this.#world.log.slice(this.last, seq));
    this.last = seq;
  }

  leave(): void {
    this.client?.close();
    this.client = null;
  }
}
