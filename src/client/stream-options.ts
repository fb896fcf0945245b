import type { LoggedEvent, Ready, Reset } from "../contract/event.ts";
import type { SocketConstructor } from "./take-socket.ts";
import type { StreamFetch } from "./transport.ts";

export interface StreamOptions {
  /** Where Baton is, for instance `https://baton.example.com`. */
  baseUrl: string;
  /** A login's token or an API key, sent as `Authorization: Bearer …`. A browser on Baton's own page needs none. */
  token?: string | undefined;
  /** Goes on after this position (see `position`); without it only newer events come. */
  after?: string | null | undefined;
  /**
   * Makes the WebSocket. Without it the global one is used, but never with a token, which a browser's WebSocket cannot
   * send: then the stream comes as SSE. Give a constructor that takes `{ headers }` as its second argument (Node 22's
   * own, or that of `ws`) to have a WebSocket with a token too, or `null` to have SSE always.
   */
  WebSocket?: SocketConstructor | null | undefined;
  /** Instead of the global `fetch`. */
  fetch?: StreamFetch | undefined;
  /** Each event once, in the order of `seq`. `position` is where to go on after it. */
  onEvent: (event: LoggedEvent, position: string) => void;
  /** Some events cannot be had any more: read again what you derive from them. The stream goes on by itself. */
  onReset: (reset: StreamReset) => void;
  /** Every change of how the stream stands; it begins as down and connecting. */
  onState?: ((state: StreamState) => void) | undefined;
  /** Every time the stream is open. */
  onReady?: ((ready: Ready) => void) | undefined;
  /** Who looks at a handoff right now; not part of the log. */
  onPresence?: ((presence: Presence) => void) | undefined;
}

export interface OpenStream {
  /** The last position received; store it and give it as `after` to go on from there. Null before the first. */
  readonly position: string | null;
  /** Tries at once instead of waiting, or asks whether the line still stands. Browsers' signals do this by themselves. */
  wake(): void;
  /** Ends the stream: nothing is called, running or open afterwards. */
  close(): void;
}

/**
 * `down`: since when and when the next attempt comes (ms since 1970; null: under way), and whether the browser is offline.
 * `stopped` is for good: the login ended (or was never there), the right to listen was lost, or `close()` was called.
 */
export type StreamState =
  | { kind: "live"; transport: "websocket" | "sse" }
  | { kind: "down"; since: number; retryAt: number | null; offline: boolean }
  | { kind: "stopped"; reason: "signed_out" | "forbidden" | "closed" };

/** Why events cannot be had, and where the stream goes on; `gap`: the server twice left the same events out. */
export interface StreamReset {
  reason: Reset["reason"] | "gap";
  position: string;
}

export interface Presence {
  handoff_id: string;
  viewers: { id: string; name: string }[];
}
