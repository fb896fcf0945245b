import { type Socket, connect } from "node:net";
import { clock } from "../clock.ts";
import { HeadReader } from "./reader.ts";
import { SequenceCheck } from "./sequence-check.ts";
import { SseReader } from "./sse-reader.ts";
import { WebSocketReader, clientFrame } from "./web-socket-reader.ts";
import type { Subscription } from "./wire.ts";

/** Who wants to know what a subscriber sees. */
export interface SubscriberListener {
  opened(): void;
  refused(): void;
  saw(seq: number): void;
  marked(marker: number, at: number): void;
}

/** When Baton's clients acknowledge; of a replay only its end. */
const ACK_EVENTS = 32;
const ACK_BYTES = 128 * 1024;
const MARKED = /"type":"handoff_(created|parked)"/;

/** One client on a raw socket, so that reading costs as little as it can. */
export class Subscriber {
  readonly check: SequenceCheck;
  events = 0;
  bytes = 0;
  endedWith: number | null = null;
  overflowed = false;
  readonly #socket: Socket;
  readonly #to: Subscription;
  readonly #listener: SubscriberListener;
  #isOpen = false;
  #isClosed = false;
  #replayEnd = 0;
  #unacknowledged = { events: 0, bytes: 0 };
  #now = 0;

  constructor(to: Subscription, listener: SubscriberListener) {
    this.#to = to;
    this.#listener = listener;
    this.check = new SequenceCheck(to.after ?? null);
    const events = {
      message: (text: string) => this.#message(text),
      ended: (code: number) => (this.endedWith ??= code),
      answer: (bytes: Buffer) => void this.#socket.write(bytes),
    };
    const upgrades = to.flavour !== "sse";
    const body = upgrades ? new WebSocketReader(events) : new SseReader(events);
    const reader = new HeadReader(upgrades ? 101 : 200, (status) => this.#head(status), body);
    this.#socket = connect({ port: to.port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("connect", () => this.#socket.write(requestHead(to)));
    this.#socket.on("data", (bytes: Buffer) => {
      this.#now = clock();
      this.bytes += bytes.length;
      reader.read(bytes);
    });
    this.#socket.on("error", () => undefined);
    this.#socket.on("close", () => {
      if (!this.#isClosed) this.endedWith ??= 1006;
      if (!this.#isOpen) this.#listener.refused();
    });
  }

  stall(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  ping(): void {
    if (!this.#socket.destroyed) this.#socket.write(clientFrame("ping"));
  }

  /** Vanishes without a word. */
  close(): void {
    this.#isClosed = true;
    this.#socket.resetAndDestroy();
  }

  #head(status: number): void {
    if (status >= 300) this.#socket.destroy();
    // Baton says `ready`, socket.io has a handshake of its own; a bare peer is open with its head.
    else if (this.#to.path.startsWith("/bare")) this.#open();
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#listener.opened();
  }

  #message(text: string): void {
    const seq = numberAfter(text, '"seq":');
    if (seq === null) return this.#control(text);
    this.events++;
    this.check.saw(seq);
    if (this.#to.acks) this.#acknowledge(seq, text.length);
    this.#listener.saw(seq);
    const marker = MARKED.test(text.slice(0, 120)) ? numberAfter(text, "@@") : null;
    if (marker !== null) this.#listener.marked(marker, this.#now);
  }

  #acknowledge(seq: number, bytes: number): void {
    if (seq < this.#replayEnd) return;
    const waiting = this.#unacknowledged;
    waiting.events++;
    waiting.bytes += bytes;
    if (seq !== this.#replayEnd && waiting.events < ACK_EVENTS && waiting.bytes < ACK_BYTES) return;
    this.#unacknowledged = { events: 0, bytes: 0 };
    this.#socket.write(clientFrame(`ack:${seq}`));
  }

  #control(text: string): void {
    if (this.#to.flavour === "socket.io") {
      if (text.startsWith("0")) this.#socket.write(clientFrame("40"));
      else if (text === "2") this.#socket.write(clientFrame("3"));
      else if (text.startsWith("40")) this.#open();
    } else if (text.includes("overflow")) {
      this.overflowed = true;
    } else if (text.includes('"connection_id":')) {
      const position = Number(/"position":"[^".]*\.(\d+)"/.exec(text)?.[1]);
      this.#replayEnd = position;
      this.check.last ??= position;
      this.#open();
    }
  }
}

function numberAfter(text: string, mark: string): number | null {
  const at = text.indexOf(mark);
  return at < 0 ? null : Number.parseInt(text.slice(at + mark.length, at + mark.length + 15), 10);
}

function requestHead({ flavour, path, headers, port }: Subscription): string {
  const upgrade = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
  };
  const own = flavour === "sse" ? { Accept: "text/event-stream" } : upgrade;
  const lines = Object.entries({ Host: `127.0.0.1:${port}`, ...own, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}
