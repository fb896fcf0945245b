import { readFrame } from "./read-frame.ts";
import type { Later, Transport, TransportHandlers } from "./transport.ts";

const PING_MS = 25_000;
const PONG_MS = 10_000;

/** The part of a browser's WebSocket that the page uses. */
export interface Socket {
  addEventListener(type: "open", run: () => void): void;
  addEventListener(type: "message", run: (event: { data: unknown }) => void): void;
  addEventListener(type: "close", run: (event: { code: number }) => void): void;
  send(text: string): void;
  close(): void;
}

export interface SocketDeps {
  openSocket: (url: string) => Socket;
  later: Later;
  now: () => number;
}

/** Opens the stream as a WebSocket. Whoever was silent for 25 s is pinged; no answer in 10 s ends the connection. */
export function openSocket(deps: SocketDeps, url: string, handlers: TransportHandlers): Transport {
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
    handlers.onEnd({ code, status: null, retryAfterMs: null });
  };

  let socket: Socket;
  try {
    socket = deps.openSocket(url);
  } catch {
    // A policy can forbid the upgrade; that is told like a refusal, after the caller has its answer.
    deps.later(0, () => end(null));
    return { kind: "websocket", acknowledge() {}, check() {}, close: settle };
  }

  const giveUp = () => {
    end(null);
    socket.close();
  };
  const ping = () => {
    cancelPing();
    pingedAt = deps.now();
    socket.send("ping");
    cancelPong ??= deps.later(PONG_MS, giveUp);
    cancelPing = deps.later(PING_MS, ping);
  };
  socket.addEventListener("open", () => {
    opened = true;
    pingedAt = deps.now();
    if (!ended) cancelPing = deps.later(PING_MS, ping);
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

  return {
    kind: "websocket",
    acknowledge: (seq) => socket.send(`ack:${seq}`),
    check: () => {
      if (opened && !ended && deps.now() - pingedAt >= PING_MS) ping();
    },
    close: () => {
      settle();
      socket.close();
    },
  };
}
