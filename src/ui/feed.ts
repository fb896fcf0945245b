import { signal } from "@preact/signals";
import { openStream, type OpenStream, type StreamState } from "../client/open-stream.ts";
import type { LoggedEvent } from "../contract/event.ts";
import type { QueueRow } from "../contract/handoff.ts";
import type { Person } from "../contract/person.ts";
import { ApiProblem } from "./api-problem.ts";
import { readWithHeaders } from "./api.ts";
import { announceArrival } from "./announcement.ts";
import { now, serverAhead } from "./clock.ts";
import { isWorking, loadMe, type SignedIn } from "./me.ts";
import { nextPage } from "./next-page.ts";
import { EMPTY_QUEUE, changeQueue, type QueueChange } from "./store.ts";

const QUEUE = "/ai-sessions/queue?limit=200";
const GATHER_MS = 100;
const RELOAD_RETRY_MS = 5_000;

/** The queue, kept true by the live channel for as long as somebody is signed in, whatever screen is shown. */
export const queue = signal(EMPTY_QUEUE);
/** When the list was last read (ms), and why the latest try failed, if it did. */
export const queueRead = signal<{ at: number | null; problem: ApiProblem | null }>({
  at: null,
  problem: null,
});
/** Where the next page of the list is, if it is longer than one. */
export const queueNext = signal<string | null>(null);
/** How the live channel stands; null where there is none. */
export const live = signal<StreamState | null>(null);

/** The open stream's own id, by which this tab says what it is looking at; null while there is none. */
export const connection = signal<string | null>(null);
/** Who looks at which handoff, as far as it was told since the stream opened. */
export const lookers = signal<ReadonlyMap<string, Person[]>>(new Map());

const listeners = new Set<(event: LoggedEvent | "reset") => void>();
let stream: OpenStream | null = null;
let run = 0;
let pending: ReturnType<typeof setTimeout> | null = null;

/** Hears every event of the account, and `reset` when some may have been missed. The answer ends it. */
export function onEvent(listener: (event: LoggedEvent | "reset") => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Starts the feed of a person; the answer ends it. Viewers get the list alone, for they have no stream. */
export function startFeed(me: SignedIn): () => void {
  void loadQueue(me);
  return () => {
    run += 1;
    if (pending !== null) clearTimeout(pending);
    pending = null;
    stream?.close();
    stream = null;
    live.value = null;
    connection.value = null;
    lookers.value = new Map();
    queue.value = EMPTY_QUEUE;
    queueRead.value = { at: null, problem: null };
  };
}

/** Reads the list again, and opens the live channel from there if none is open. */
export async function loadQueue(me: SignedIn): Promise<void> {
  const mine = run;
  change({ kind: "loading" });
  try {
    const { body, headers } = await readWithHeaders<QueueRow[]>(QUEUE);
    if (mine !== run) return;
    change({ kind: "loaded", rows: body });
    queueNext.value = nextPage(headers.get("link"));
    queueRead.value = { at: Date.now(), problem: null };
    if (stream === null && isWorking(me)) stream = listen(me, headers.get("x-stream-position"));
  } catch (error) {
    if (mine !== run) return;
    queueRead.value = { at: queueRead.peek().at, problem: ApiProblem.from(error) };
    reloadSoon(me, RELOAD_RETRY_MS);
  }
}

/** Reads the next page of a long list. Throws `ApiProblem`. */
export async function loadMore(): Promise<void> {
  const next = queueNext.peek();
  if (next === null) return;
  const { body, headers } = await readWithHeaders<QueueRow[]>(next);
  change({ kind: "more", rows: body });
  queueNext.value = nextPage(headers.get("link"));
}

/** Tries to open the live channel now instead of waiting. */
export function retryNow(): void {
  stream?.wake();
}

/** Cards that are on screen have arrived; they do not slide in again. */
export function markSeen(): void {
  change({ kind: "seen" });
}

function change(step: QueueChange) {
  queue.value = changeQueue(queue.peek(), step);
}

function reloadSoon(me: SignedIn, ms: number) {
  if (pending !== null) return;
  pending = setTimeout(() => {
    pending = null;
    void loadQueue(me);
  }, ms);
}

function listen(me: SignedIn, position: string | null): OpenStream {
  live.value = { kind: "down", since: Date.now(), retryAt: null, offline: false };
  return openStream({
    baseUrl: location.origin,
    after: position,
    onState: (state) => {
      live.value = state;
      if (state.kind !== "live") connection.value = null;
      if (state.kind === "stopped" && state.reason !== "closed") void loadMe().catch(() => {});
    },
    onReady: (ready) => {
      connection.value = ready.connection_id;
      serverAhead.value = Date.parse(ready.server_time) - Date.now();
      now.value = Date.now() + serverAhead.value;
    },
    onEvent: (event) => {
      change({ kind: "event", event, teamId: me.teamId });
      if (event.type === "handoff_created" && queue.peek().fresh.has(event.handoff_id ?? ""))
        announceArrival();
      if (queue.peek().incomplete) reloadSoon(me, GATHER_MS);
      for (const listener of listeners) listener(event);
    },
    onPresence: ({ handoff_id, viewers }) => {
      change({ kind: "presence", handoffId: handoff_id, viewers });
      lookers.value = new Map(lookers.peek()).set(handoff_id, viewers);
    },
    onReset: () => {
      void loadQueue(me);
      for (const listener of listeners) listener("reset");
    },
  });
}
