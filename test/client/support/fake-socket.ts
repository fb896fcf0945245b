import type { LoggedEvent } from "../../../src/contract/event.ts";
import type { Socket } from "../../../src/client/take-socket.ts";

/** A WebSocket that a test plays the server of. */
export class FakeSocket implements Socket {
  readonly sent: string[] = [];
  closed = false;
  /** As a browser counts: connecting, open, closing, closed. */
  readyState = 0;
  private readonly listeners = new Map<string, (event: never) => void>();
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }
  addEventListener(type: string, run: (event: never) => void) {
    this.listeners.set(type, run);
  }
  send(text: string) {
    if (this.readyState !== 1) throw new Error("This socket is not open.");
    this.sent.push(text);
  }
  close() {
    this.closed = true;
    this.readyState = 3;
  }
  open() {
    this.readyState = 1;
    this.tell("open", {});
  }
  say(text: string) {
    this.tell("message", { data: text });
  }
  frame(event: string, data: unknown, id?: string) {
    this.say(JSON.stringify(id === undefined ? { event, data } : { event, id, data }));
  }
  /** Accepts the stream. */
  ready(position: string, resumedFrom: string | null = null) {
    this.open();
    this.frame("ready", {
      account_id: "a-1",
      connection_id: "c-1",
      position,
      resumed_from: resumedFrom,
      server_time: "2026-11-20T10:00:00.000Z",
      expires_at: "2026-11-20T10:09:00.000Z",
    });
  }
  event(event: LoggedEvent) {
    this.frame(event.type, event, `k1.${event.seq}`);
  }
  /** The server's closing has begun, and the page has not heard of it yet. */
  closing() {
    this.readyState = 2;
  }
  end(code: number) {
    this.readyState = 3;
    this.tell("close", { code });
  }
  private tell(type: string, event: unknown) {
    this.listeners.get(type)?.(event as never);
  }
}
