import { askWho } from "./ask-who.ts";
import { openLiveChannel } from "./live-channel.ts";
import type { OpenStream, StreamOptions } from "./stream-options.ts";
import type { Socket, SocketConstructor } from "./take-socket.ts";
import type { StreamFetch } from "./transport.ts";
import { watchPage } from "./watch-page.ts";

export type { LoggedEvent, LoggedEventType, Ready } from "../contract/event.ts";
export type { OpenStream, Presence, StreamOptions, StreamReset, StreamState } from "./stream-options.ts";

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Listens to an account's events: each once and in order, over every loss of the connection, until `close()` or until
 * the server says for good that this caller may not. Nothing is called before this returns.
 * @throws TypeError if `baseUrl` is no http(s) address
 */
export function openStream(options: StreamOptions): OpenStream {
  const api = `${options.baseUrl.replace(/\/+$/, "")}/api/v1`;
  const events = new URL(`${api}/ai-sessions/escalations/stream`);
  if (!/^https?:$/.test(events.protocol)) throw new TypeError(`${options.baseUrl} is no http(s) address`);
  const headers: Record<string, string> =
    options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
  const request: StreamFetch = options.fetch ?? ((url, init) => fetch(url, init));

  const channel = openLiveChannel(
    {
      openSocket: socketOpener(options, headers),
      fetch: request,
      headers,
      urls: { socket: events.href.replace(/^http/, "ws"), events: events.href },
      askWho: (signal) => askWho(request, `${api}/me`, headers, signal),
      later: (ms, run) => {
        const timer = setTimeout(run, Math.min(ms, LONGEST_TIMER_MS));
        return () => clearTimeout(timer);
      },
      now: () => Date.now(),
      random: () => Math.random(),
      onEvent: guarded(options.onEvent),
      onReset: guarded(options.onReset),
      onReady: guarded(options.onReady),
      onPresence: guarded(options.onPresence),
      onState: guarded((state) => {
        if (state.kind === "stopped") unwatch();
        options.onState?.(state);
      }),
    },
    options.after ?? null,
  );
  const unwatch = watchPage(channel);
  return channel;
}

/** A token needs a constructor that is known to send headers, so the global one is for cookies only. */
function socketOpener(
  { token, WebSocket: given }: StreamOptions,
  headers: Record<string, string>,
): ((url: string) => Socket) | null {
  if (given === null) return null;
  if (given !== undefined && token !== undefined) {
    // What a constructor takes as its second argument is its own; the option's description says what it has to take.
    return (url) => new given(url, { headers } as never);
  }
  // Older Nodes have none.
  const { WebSocket: global } = globalThis as unknown as { WebSocket?: SocketConstructor };
  const plain = given ?? (token === undefined ? global : undefined);
  return plain === undefined ? null : (url) => new plain(url);
}

/** What a listener throws is reported as uncaught, and the stream goes on. */
function guarded<A extends unknown[]>(listener: ((...args: A) => void) | undefined): (...args: A) => void {
  return (...args) => {
    try {
      listener?.(...args);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}
