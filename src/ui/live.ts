import type { LoggedEvent, Ready, Reset } from "../contract/event.ts";
import { backoff } from "./live/backoff.ts";
import { createEventIntake } from "./live/event-intake.ts";
import { openEventStream, type EventStreamDeps } from "./live/open-event-stream.ts";
import { openSocket, type SocketDeps } from "./live/open-socket.ts";
import type { Ending, Frame, Transport } from "./live/transport.ts";

const OPENING_MS = 10_000;
const STEADY_MS = 5_000;
const OFFLINE_RETRY_MS = 30_000;
const REFUSALS_BEFORE_SSE = 2;

/** `down`: since when (ms), when the next attempt comes (null: under way), and whether the browser is offline. */
export type LiveState =
  | { kind: "live"; transport: Transport["kind"] }
  | { kind: "down"; since: number; retryAt: number | null; offline: boolean }
  | { kind: "stopped"; reason: "signed_out" | "forbidden" | "closed" };

export interface LiveDeps extends SocketDeps, EventStreamDeps {
  random: () => number;
  /** Where the stream is, without a query: for a WebSocket and for SSE. */
  urls: { socket: string; events: string };
  /** Asks who is signed in: a browser cannot see why an upgrade was refused. */
  probe: () => Promise<"ok" | "signed_out" | "forbidden" | "unreachable">;
  onReady: (ready: Ready) => void;
  onEvent: (event: LoggedEvent) => void;
  onPresence: (presence: unknown) => void;
  /** What was missed cannot be replayed: reload the lists. */
  onReset: () => void;
  onState: (state: LiveState) => void;
}

export interface LiveChannel {
  /** The network is back or the page is looked at: try at once, or ask whether the line still stands. */
  wake(): void;
  /** The browser lost its network. */
  lost(): void;
  close(): void;
}

/** Holds the live channel open: resumes after every loss from the last event received, until told to stop. */
export function openLiveChannel(deps: LiveDeps, start: string | null): LiveChannel {
  const intake = createEventIntake(
    { onEvent: deps.onEvent, onReset: deps.onReset, acknowledge: (seq) => transport?.acknowledge(seq) },
    start,
  );
  let turn = 0;
  let transport: Transport | null = null;
  let stopped = false;
  let attempt = 0;
  let refusals = 0;
  let downSince = deps.now();
  let ready = false;
  let offline = false;
  let timers: (() => void)[] = [];

  function drop() {
    turn += 1;
    for (const cancel of timers) cancel();
    timers = [];
    transport?.close();
    transport = null;
    if (ready) downSince = deps.now();
    ready = false;
  }
  function stop(reason: "signed_out" | "forbidden" | "closed") {
    drop();
    stopped = true;
    deps.onState({ kind: "stopped", reason });
  }
  function retry(afterMs: number | null) {
    drop();
    const delay = afterMs ?? backoff(attempt++, deps.random);
    deps.onState({ kind: "down", since: downSince, retryAt: deps.now() + delay, offline });
    timers.push(deps.later(delay, open));
  }

  function open() {
    drop();
    const mine = turn;
    deps.onState({ kind: "down", since: downSince, retryAt: null, offline });
    const handlers = {
      onFrame: (frame: Frame) => {
        if (mine === turn) take(frame);
      },
      onEnd: (ending: Ending) => {
        if (mine === turn) void ended(ending);
      },
    };
    timers.push(deps.later(OPENING_MS, () => void ended({ code: null, status: null, retryAfterMs: null })));
    const { position } = intake;
    const after = position === null ? "" : `?after=${encodeURIComponent(position)}`;
    transport =
      refusals < REFUSALS_BEFORE_SSE
        ? openSocket(deps, deps.urls.socket + after, handlers)
        : openEventStream(deps, deps.urls.events, position, handlers);
  }

  async function ended(ending: Ending) {
    if (ending.code === 4401 || ending.status === 401) return stop("signed_out");
    if (ending.code === 4403 || ending.status === 403) return stop("forbidden");
    if (ready) return retry(ending.retryAfterMs);
    const refused = transport?.kind;
    drop();
    const mine = turn;
    const answer = await deps.probe();
    if (mine !== turn || stopped) return undefined;
    if (answer === "signed_out" || answer === "forbidden") return stop(answer);
    // Only a server that answers shows that it is the WebSocket that does not get through.
    if (answer === "ok") refusals = refused === "websocket" ? refusals + 1 : 0;
    return retry(ending.retryAfterMs);
  }

  function take(frame: Frame) {
    switch (frame.event) {
      case "ready":
        return becomeReady(frame.data as Ready);
      case "reset":
        return intake.restart(frame.id ?? (frame.data as Reset).position);
      case "presence":
        return deps.onPresence(frame.data);
      case "overflow":
        return retry(null);
      default:
        return takeEvent(frame.id, frame.data as LoggedEvent | null);
    }
  }

  function becomeReady(data: Ready) {
    for (const cancel of timers) cancel();
    ready = true;
    offline = false;
    if (transport?.kind === "websocket") refusals = 0;
    intake.begin(data.position);
    // The server's own two clocks: what this machine's clock says does not matter.
    const lifetime = Date.parse(data.expires_at) - Date.parse(data.server_time);
    timers = [deps.later(STEADY_MS, () => (attempt = 0))];
    if (lifetime > 0) timers.push(deps.later(lifetime, open));
    deps.onState({ kind: "live", transport: transport?.kind ?? "websocket" });
    deps.onReady(data);
  }

  function takeEvent(id: string | null, event: LoggedEvent | null) {
    if (id === null || typeof event?.seq !== "number") return;
    if (intake.take(id, event) === "hole") retry(null);
  }

  open();
  return {
    wake() {
      if (stopped) return;
      if (transport !== null) return transport.check();
      attempt = 0;
      open();
    },
    lost() {
      if (stopped) return;
      // Another network may let a WebSocket through: it gets one try.
      refusals = Math.min(refusals, REFUSALS_BEFORE_SSE - 1);
      offline = true;
      retry(OFFLINE_RETRY_MS);
    },
    close: () => {
      if (!stopped) stop("closed");
    },
  };
}
