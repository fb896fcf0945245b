import { readFrame } from "./read-frame.ts";
import { LOST, type Later, type Transport, type TransportHandlers } from "./transport.ts";

const PING_MS = 25_000;
const PONG_MS = 10_000;
const OPEN = 1;

/** The part of a WebSocket that is used. */
export interface Socket {
  readonly readyState: number;
  addEventListener(type: "open" | "error", run: () => void): void;
  addEventListener(type: "message", run: (event: { data: unknown }) => void): void;
  addEventListener(type: "close", run: (event: { code: number }) => void): void;
  send(text: string): void;
  close(): void;
}

/** Constructors differ in what they take as the second argument; with a token it is `{ headers }`. */
export type SocketConstructor = new (url: string, options?: never) => Socket;

export interface SocketDeps {
  later: Later;
  now: () => number;
}

/** Takes the stream from a WebSocket. It is pinged every 25 s; no answer in 10 s ends the connection. */
export function takeSocket(deps: SocketDeps, socket: Socket, handlers: TransportHandlers): Transport {
  let ended = false;
  let opened = false;
  let pingedAt = deps.now();
  let cancelPing = () => {};
  let cancelPong: (() => void) | null = null;

  const settle = () => {
    ended = true;
    cancelPing();
    cancelPong?.();
  };
  const end = (code: number | null) => {
    if (ended) return;
    settle();
    handlers.onEnd({ ...LOST, code });
  };
  /** One that closes by itself takes nothing any more, and browsers complain of the attempt. */
  const say = (text: string) => {
    if (socket.readyState === OPEN) socket.send(text);
  };
  const giveUp = () => {
    end(null);
    socket.close();
  };
  const ping = () => {
    cancelPing();
    pingedAt = deps.now();
    say("ping");
    cancelPong ??= deps.later(PONG_MS, giveUp);
    cancelPing = deps.later(PING_MS, ping);
  };

  socket.addEventListener("open", () => {
    opened = true;
    // At once: workerd lets go of a connection that the server closes only if something has come from the client.
    if (!ended) ping();
  });
  socket.addEventListener("message", (event) => {
    if (ended) return;
    cancelPong?.();
    cancelPong = null;
    if (event.data === "pong") return;
    const frame = readFrame(event.data);
    // A frame that cannot be read may have been an event: resume rather than miss it.
    if (frame === null) giveUp();
    else handlers.onFrame(frame);
  });
  socket.addEventListener("close", (event) => end(event.code));
  // `close` follows and says it all, but where sockets are emitters an error that nobody hears ends the process.
  socket.addEventListener("error", () => {});

  return {
    kind: "websocket",
    acknowledge: (seq) => say(`ack:${seq}`),
    check: () => {
      if (opened && !ended && deps.now() - pingedAt >= PING_MS) ping();
    },
    close: () => {
      settle();
      socket.close();
    },
  };
}
