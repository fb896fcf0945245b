import type { LoggedEvent, Ready, Reset } from "../contract/event.ts";
import type { WhoAnswer } from "./ask-who.ts";
import { backoff } from "./backoff.ts";
import { chooseTransport, type TransportDeps } from "./choose-transport.ts";
import { createEventIntake, type IntakeDeps } from "./event-intake.ts";
import type { OpenStream, Presence, StreamState } from "./stream-options.ts";
import { LOST, type Ending, type Frame, type Transport } from "./transport.ts";

const OPENING_MS = 10_000;
const STEADY_MS = 5_000;
const OFFLINE_RETRY_MS = 30_000;
const LONGEST_ASKED_MS = 600_000;

export interface ChannelDeps extends TransportDeps, Pick<IntakeDeps, "onEvent" | "onReset"> {
  random: () => number;
  askWho: (signal: AbortSignal) => Promise<WhoAnswer>;
  onReady: (ready: Ready) => void;
  onPresence: (presence: Presence) => void;
  onState: (state: StreamState) => void;
}

export interface LiveChannel extends OpenStream {
  /** The network is gone. */
  lost(): void;
}

/** Holds the stream open: resumes after every loss from the last event received, until told to stop. */
export function openLiveChannel(deps: ChannelDeps, start: string | null): LiveChannel {
  const onEvent = (event: LoggedEvent, position: string) => {
    if (!stopped) deps.onEvent(event, position);
  };
  const acknowledge = (seq: number) => transport?.acknowledge(seq);
  const intake = createEventIntake({ onEvent, onReset: deps.onReset, acknowledge }, start);
  const choice = chooseTransport(deps);
  // A listener may close the stream, and old connections speak up late: only the newest turn may go on.
  let turn = 0;
  let transport: Transport | null = null;
  let stopped = false;
  let attempt = 0;
  let downSince = deps.now();
  let ready = false;
  let offline = false;
  let pending: (() => void)[] = [];

  function drop() {
    turn += 1;
    for (const cancel of pending) cancel();
    pending = [];
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
  function retry(askedMs: number | null) {
    drop();
    const delay = askedMs === null ? backoff(attempt++, deps.random) : Math.min(askedMs, LONGEST_ASKED_MS);
    pending.push(deps.later(delay, open));
    deps.onState({ kind: "down", since: downSince, retryAt: deps.now() + delay, offline });
  }
  function open() {
    drop();
    const mine = turn;
    deps.onState({ kind: "down", since: downSince, retryAt: null, offline });
    if (mine === turn) connect();
  }

  function connect() {
    const mine = turn;
    const ifCurrent =
      <T>(step: (given: T) => unknown) =>
      (given: T) => {
        if (mine === turn) step(given);
      };
    pending.push(deps.later(OPENING_MS, () => void ended(LOST)));
    transport = choice.open(intake.position, { onFrame: ifCurrent(take), onEnd: ifCurrent(ended) });
  }

  async function ended({ code, status, retryAfterMs }: Ending) {
    if (code === 4401 || status === 401) return stop("signed_out");
    if (code === 4403 || status === 403) return stop("forbidden");
    const kind = transport?.kind ?? "websocket";
    if (status !== null) choice.refused(kind);
    if (ready || status !== null) return retry(retryAfterMs);
    drop();
    const mine = turn;
    const asking = new AbortController();
    const giveUp = () => asking.abort();
    pending.push(giveUp, deps.later(OPENING_MS, giveUp));
    const answer = await deps.askWho(asking.signal);
    if (mine !== turn) return undefined;
    if (answer === "signed_out" || answer === "forbidden") return stop(answer);
    // Only a server that answers shows that it is the WebSocket that does not get through.
    if (answer === "ok") choice.refused(kind);
    return retry(retryAfterMs);
  }

  function take({ event, id, data, bytes }: Frame): void {
    if (event === "ready") return becomeReady(data as Ready);
    if (event === "presence") return deps.onPresence(data as Presence);
    if (event === "overflow") return retry(null);
    if (event === "reset") return intake.restart(data as Reset);
    const logged = data as LoggedEvent | null;
    if (id === null || typeof logged?.seq !== "number") return;
    if (intake.take(id, logged, bytes) === "hole") retry(null);
  }

  function becomeReady(data: Ready) {
    const mine = turn;
    for (const cancel of pending) cancel();
    const kind = transport?.kind ?? "websocket";
    ready = true;
    offline = false;
    choice.worked(kind);
    intake.begin(data.position);
    // The server's own two clocks: what this machine's clock says does not matter.
    const lifetime = Date.parse(data.expires_at) - Date.parse(data.server_time);
    pending = [deps.later(STEADY_MS, () => (attempt = 0))];
    if (lifetime > 0) pending.push(deps.later(lifetime, open));
    deps.onState({ kind: "live", transport: kind });
    if (mine === turn) deps.onReady(data);
  }

  connect();
  return {
    get position() {
      return intake.position;
    },
    wake() {
      if (stopped) return;
      if (transport !== null) return transport.check();
      attempt = 0;
      open();
    },
    lost() {
      if (stopped) return;
      choice.reconsider();
      offline = true;
      retry(OFFLINE_RETRY_MS);
    },
    close() {
      if (!stopped) stop("closed");
    },
  };
}
