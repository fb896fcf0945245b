import { createParser } from "eventsource-parser";
import { readFrame } from "./read-frame.ts";
import type { Ending, Later, Transport, TransportHandlers } from "./transport.ts";

// The server is never silent for longer than 25 s; half as long again means that the line is dead.
const SILENCE_MS = 38_000;

/** The part of `fetch` that the page uses to read a stream. */
export type StreamFetch = (
  url: string,
  init: { headers: Record<string, string>; signal: AbortSignal; cache: "no-store" },
) => Promise<{
  ok: boolean;
  status: number;
  headers: { get(name: string): string | null };
  body: { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> } } | null;
}>;

export interface EventStreamDeps {
  fetch: StreamFetch;
  later: Later;
}

/** Opens the stream as server-sent events over `fetch`, for networks that let no WebSocket through. */
export function openEventStream(
  deps: EventStreamDeps,
  url: string,
  position: string | null,
  handlers: TransportHandlers,
): Transport {
  const abort = new AbortController();
  let ended = false;
  let retryMs: number | null = null;
  let cancelSilence = () => {};

  const close = () => {
    ended = true;
    cancelSilence();
    abort.abort();
  };
  const end = (ending: Partial<Ending>) => {
    if (ended) return;
    close();
    handlers.onEnd({ code: null, status: null, retryAfterMs: null, ...ending });
  };
  const listen = () => {
    cancelSilence();
    cancelSilence = deps.later(SILENCE_MS, () => end({}));
  };
  const parser = createParser({
    onRetry: (ms) => (retryMs = ms),
    onEvent: ({ event, id, data }) => {
      if (ended) return;
      const frame = readFrame(`{"event":${JSON.stringify(event ?? "message")},"data":${data}}`);
      if (frame === null) end({});
      else handlers.onFrame({ ...frame, id: id ?? null });
    },
  });

  const read = async () => {
    const headers: Record<string, string> = { accept: "text/event-stream" };
    if (position !== null) headers["last-event-id"] = position;
    const response = await deps.fetch(url, { headers, signal: abort.signal, cache: "no-store" });
    if (!response.ok || response.body === null) {
      const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
      end({ status: response.status, retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : null });
      return;
    }
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      listen();
      const { done, value } = await reader.read();
      if (done || ended) break;
      parser.feed(decoder.decode(value, { stream: true }));
    }
    end({ retryAfterMs: retryMs });
  };
  read().catch(() => end({}));

  return { kind: "sse", acknowledge() {}, check() {}, close };
}
