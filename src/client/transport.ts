/** One message of the stream, whichever way it came. */
export interface Frame {
  event: string;
  id: string | null;
  data: unknown;
  /** How heavy it was on the line; 0 over SSE, where nothing is acknowledged. */
  bytes: number;
}

/** How a connection ended: the WebSocket's close code, or the HTTP status that refused it. */
export interface Ending {
  code: number | null;
  status: number | null;
  /** How long the server asks to wait, in milliseconds. */
  retryAfterMs: number | null;
}

/** The connection ended and nothing says why. */
export const LOST: Ending = { code: null, status: null, retryAfterMs: null };

export interface TransportHandlers {
  onFrame(frame: Frame): void;
  /** Called once, and never after `close()`. */
  onEnd(ending: Ending): void;
}

/** One open connection: a WebSocket or an SSE response. */
export interface Transport {
  readonly kind: "websocket" | "sse";
  acknowledge(seq: number): void;
  /** Asks whether the other side is still there, where that can be asked. */
  check(): void;
  close(): void;
}

/** Runs something later; the answer cancels it. */
export type Later = (ms: number, run: () => void) => () => void;

/** The part of `fetch` that is used. */
export type StreamFetch = (
  url: string,
  init: { headers: Record<string, string>; signal: AbortSignal; cache: "no-store" },
) => Promise<{
  ok: boolean;
  status: number;
  headers: { get(name: string): string | null };
  body: {
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> };
    cancel(): Promise<void>;
  } | null;
}>;
