import { expect } from "vitest";
import type { LoggedEvent, Reset } from "../../src/contract/event.ts";
import { type Position, readPosition, writePosition } from "../../src/bus/position.ts";
import { REPLAY_EVENTS } from "../../src/bus/resume.ts";
import type { LogWorld } from "./log-world.ts";
import { type Frame, type StreamClient, openSocket, openSse } from "./stream-client.ts";

/** An event as a screen heard it, and the epoch that it was told in. */
export interface Heard {
  epoch: string;
  event: LoggedEvent;
}

/**
 * One screen over its connections, as the client's protocol asks: what it hears is an unbroken sequence from where it
 * began, or from where a reset that has its reason put it.
 */
export class Screen {
  readonly #world: LogWorld;
  readonly #open: typeof openSse;
  readonly heard: Heard[] = [];
  /** Where it is; null before it has heard anything. */
  at: Position | null;
  /** Where its unbroken sequence began. */
  #began = 0;
  #client: StreamClient | null = null;
  /** What happens to it, one thing after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #fault: unknown = null;
  #moved: () => void = () => undefined;

  constructor(world: LogWorld, as: number, at: Position | null) {
    this.#world = world;
    this.#open = as % 2 === 0 ? openSse : openSocket;
    this.at = at;
  }

  /** Opens from where it is. Returns when it knows whether that was possible. */
  open(): Promise<void> {
    return this.#then(() => this.#connect());
  }

  /** Loses its line, and opens anew from somewhere in what it has read since its sequence began. */
  comeBack(from: number): Promise<void> {
    return this.#then(async () => {
      this.#disconnect();
      if (this.at) this.at.seq = this.#began + (from % (this.at.seq - this.#began + 1));
      await this.#connect();
    });
  }

  leave(): Promise<void> {
    return this.#then(() => this.#disconnect());
  }

  /** Opens where it has no line, and hears everything up to there and nothing further. */
  async hearTo(end: Position): Promise<void> {
    await this.#then(() => this.#client ?? this.#connect());
    while (this.at?.epoch !== end.epoch || this.at.seq < end.seq) {
      if (this.#fault !== null) throw this.#fault;
      await new Promise<void>((resolve) => {
        this.#moved = resolve;
      });
    }
    if (this.#fault !== null) throw this.#fault;
    expect(this.at).toEqual(end);
  }

  #then<T>(happen: () => T): Promise<Awaited<T>> {
    const turn = this.#turn.then(happen);
    this.#turn = turn.catch(() => undefined);
    return turn as Promise<Awaited<T>>;
  }

  async #connect(): Promise<void> {
    this.#disconnect();
    const last = this.at && writePosition(this.at.epoch, this.at.seq);
    const known = this.#world.isRestoring ? null : this.#world.end;
    const { restores } = this.#world;
    const client = await this.#open({ token: this.#world.token, ...(last !== null && { last }) });
    const ready = await client.ready();
    const end = positionOf(ready.position);
    // What was committed before a stream is asked for is known to it.
    if (known && !this.#world.isRestoring) {
      if (end.epoch === known.epoch) expect(end.seq).toBeGreaterThanOrEqual(known.seq);
      else expect(this.#age(end.epoch)).toBeGreaterThan(this.#age(known.epoch));
    }
    // Read while a restore takes events off the end, what was missed is not whole: it is gone.
    const isGone = known === null || this.#world.restores > restores;
    if (last !== null && ready.resumed_from === null) this.#reset(await client.reset(), end, isGone);
    else if (last === null) this.#begin(end);
    this.#client = client;
    void this.#listen(client);
  }

  #disconnect(): void {
    this.#client?.close();
    this.#client = null;
  }

  async #listen(client: StreamClient): Promise<void> {
    try {
      for (;;) {
        const frame = await client.next();
        if (this.#client !== client) return;
        this.#take(frame);
        this.#moved();
      }
    } catch (fault) {
      this.#fault = fault;
      this.#moved();
    }
  }

  #take({ event, id, data }: Frame): void {
    const at = positionOf(id ?? "");
    if (event === "reset") return this.#reset(data as Reset, at);
    expect([event, at]).toEqual([
      (data as LoggedEvent).type,
      this.at && { ...this.at, seq: this.at.seq + 1 },
    ]);
    expect((data as LoggedEvent).seq).toBe(at.seq);
    this.at = at;
    this.heard.push({ epoch: at.epoch, event: data as LoggedEvent });
  }

  /** Takes a reset that has its reason in where the log ends. */
  #reset({ reason, position }: Reset, end: Position, isGone = false): void {
    expect(positionOf(position)).toEqual(end);
    if (!this.at || this.at.epoch !== end.epoch) {
      expect(reason).toBe("epoch");
      expect(this.#age(end.epoch)).toBeGreaterThan(this.#age(this.at?.epoch));
    } else if (this.at.seq > end.seq) expect(reason).toBe("unknown_position");
    else if (!isGone || reason !== "too_old")
      expect([reason, end.seq - this.at.seq > REPLAY_EVENTS]).toEqual(["too_far", true]);
    this.#begin(end);
  }

  /** Which of the log's epochs it is; one that is not known yet is the newest. */
  #age(epoch: string | undefined): number {
    const found = this.#world.epochs.indexOf(epoch ?? "");
    return found === -1 ? this.#world.epochs.length : found;
  }

  #begin(at: Position): void {
    this.at = at;
    this.#began = at.seq;
  }
}

function positionOf(text: string): Position {
  const position = readPosition(text);
  if (!position) throw new Error(`no position: ${text}`);
  return { ...position };
}
