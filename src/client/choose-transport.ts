import { openEventStream, type EventStreamDeps } from "./open-event-stream.ts";
import { takeSocket, type Socket, type SocketDeps } from "./take-socket.ts";
import type { Transport, TransportHandlers } from "./transport.ts";

const REFUSALS_BEFORE_SSE = 2;

export interface TransportDeps extends SocketDeps, EventStreamDeps {
  /** Makes a WebSocket; null where there is none to use. */
  openSocket: ((url: string) => Socket) | null;
  /** Where the stream is, without a query: for a WebSocket and for SSE. */
  urls: { socket: string; events: string };
  /** What every request over HTTP carries. */
  headers: Record<string, string>;
}

/** WebSocket first; SSE where there is no WebSocket or where it was refused twice by a server that answers. */
export interface TransportChoice {
  open(position: string | null, handlers: TransportHandlers): Transport;
  /** The stream came through: the next one goes the same way. */
  worked(kind: Transport["kind"]): void;
  /** The server answers, but the stream was refused this way. */
  refused(kind: Transport["kind"]): void;
  /** Another network may let a WebSocket through: it gets one try. */
  reconsider(): void;
}

export function chooseTransport(deps: TransportDeps): TransportChoice {
  const { openSocket, urls } = deps;
  let refusals = 0;

  const trySocket = (position: string | null): Socket | null => {
    if (openSocket === null || refusals >= REFUSALS_BEFORE_SSE) return null;
    try {
      return openSocket(urls.socket + (position === null ? "" : `?after=${encodeURIComponent(position)}`));
    } catch {
      // A policy can forbid it, and not every constructor takes headers: that will not change.
      refusals = REFUSALS_BEFORE_SSE;
      return null;
    }
  };

  return {
    open(position, handlers) {
      const socket = trySocket(position);
      if (socket !== null) return takeSocket(deps, socket, handlers);
      const resume: Record<string, string> = position === null ? {} : { "last-event-id": position };
      return openEventStream(deps, urls.events, { ...deps.headers, ...resume }, handlers);
    },
    worked(kind) {
      if (kind === "websocket") refusals = 0;
    },
    refused(kind) {
      // Where SSE is refused too, it was not the WebSocket that did not get through.
      refusals = kind === "websocket" ? refusals + 1 : 0;
    },
    reconsider() {
      refusals = Math.min(refusals, REFUSALS_BEFORE_SSE - 1);
    },
  };
}
