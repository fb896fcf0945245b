import { createSseReader } from "./sse-reader.ts";
import {
  LOST,
  type Ending,
  type Later,
  type StreamFetch,
  type Transport,
  type TransportHandlers,
} from "./transport.ts";

// The server is never silent for longer than 25 s; half as long again means that the line is dead.
const SILENCE_MS = 38_000;

export interface EventStreamDeps {
  fetch: StreamFetch;
  later: Later;
}

/** Opens the stream as server-sent events over `fetch`: with any header, and where no WebSocket gets through. */
export function openEventStream(
  deps: EventStreamDeps,
  url: string,
  headers: Record<string, string>,
  handlers: TransportHandlers,
): Transport {
  const abort = new AbortController();
  let ended = false;
  let lastWord: number | null = null;
  let cancelSilence = () => {};

  const close = () => {
    ended = true;
    cancelSilence();
    abort.abort();
  };
  const end = (ending: Partial<Ending>) => {
    if (ended) return;
    close();
    handlers.onEnd({ ...LOST, ...ending });
  };
  const listen = () => {
    cancelSilence();
    cancelSilence = deps.later(SILENCE_MS, () => end({}));
  };
  const reader = createSseReader({
    onRetry: (ms) => (lastWord = ms),
    onMessage: ({ event, id, data }) => {
      if (ended) return;
      // What is asked at the start is the same for everybody and would bring all back at once: only the end counts.
      lastWord = null;
      handlers.onFrame({ event, id, data: JSON.parse(data) as unknown, bytes: 0 });
    },
  });

  const read = async () => {
    const accept = { accept: "text/event-stream", ...headers };
    const response = await deps.fetch(url, { headers: accept, signal: abort.signal, cache: "no-store" });
    if (ended) return;
    if (!response.ok) {
      const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
      end({ status: response.status, retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : null });
      return;
    }
    // A sign-in page of a hotel's network also answers 200.
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
    if (!isStream || response.body === null) return end({});
    const bytes = response.body.getReader();
    for (;;) {
      listen();
      const { done, value } = await bytes.read();
      if (value !== undefined) reader.feed(value);
      // A listener may have closed the stream from within.
      if (done || ended) break;
    }
    end({ retryAfterMs: lastWord });
  };
  // A frame that cannot be read ends here too: it may have been an event, so the stream is resumed.
  read().catch(() => end({}));

  return { kind: "sse", acknowledge() {}, check() {}, close };
}
