import { type ReadonlySignal, signal } from "@preact/signals";
import type { LoggedEvent } from "../contract/event.ts";
import type { QueueRow } from "../contract/handoff.ts";
import type { Person } from "../contract/person.ts";
import { ApiProblem } from "./api-problem.ts";
import { readWithHeaders } from "./api.ts";
import type { Place } from "./belongs.ts";
import { nextPage } from "./next-page.ts";
import { EMPTY_QUEUE, type QueueChange, type QueueState, changeQueue } from "./store.ts";

const GATHER_MS = 100;
const OUTDATED_MS = 4_000;
const RETRY_MS = 5_000;

/** When a list was last read (ms), and why the latest try failed, if it did. */
export interface ListRead {
  at: number | null;
  problem: ApiProblem | null;
}

/** A list of handoffs that events keep true once it has been read. */
export interface LiveList {
  readonly state: ReadonlySignal<QueueState>;
  readonly read: ReadonlySignal<ListRead>;
  /** Where its next page is, if it is longer than one. */
  readonly next: ReadonlySignal<string | null>;
  /** Makes it another list, empty until it is loaded; `onRead` gets the headers of every answer. */
  start: (place: Place, path: string, onRead?: (headers: Headers) => void) => void;
  /** Another order of what is here. */
  reorder: (place: Place) => void;
  /** Reads it again. What cannot be read is tried again by itself. */
  load: () => Promise<void>;
  /** Reads the next page. Throws `ApiProblem`. */
  more: () => Promise<void>;
  hear: (event: LoggedEvent) => void;
  see: (handoffId: string, viewers: Person[]) => void;
  /** Cards that are on screen have arrived; they do not slide in again. */
  markSeen: () => void;
  stop: () => void;
}

export function makeLiveList(): LiveList {
  const state = signal(EMPTY_QUEUE);
  const read = signal<ListRead>({ at: null, problem: null });
  const next = signal<string | null>(null);
  let source: { place: Place; path: string; onRead?: ((headers: Headers) => void) | undefined } | null = null;
  let run = 0;
  let pending: { timer: ReturnType<typeof setTimeout>; at: number } | null = null;

  const change = (step: QueueChange) => {
    state.value = changeQueue(state.peek(), step);
  };
  const forgetPending = () => {
    if (pending !== null) clearTimeout(pending.timer);
    pending = null;
  };
  const loadSoon = (ms: number) => {
    const at = Date.now() + ms;
    if (pending !== null && pending.at <= at) return;
    forgetPending();
    const timer = setTimeout(() => {
      pending = null;
      void load();
    }, ms);
    pending = { timer, at };
  };
  const load = async () => {
    if (source === null) return;
    const [mine, { path }] = [run, source];
    change({ kind: "loading" });
    try {
      const { body, headers } = await readWithHeaders<Page>(path);
      if (mine !== run || source === null) return;
      const page = pageOf(body, headers, path);
      const { sort } = source.place.view;
      const cutBy = page.next === null ? null : path.startsWith("/handoffs") ? sort : "newest";
      change({ kind: "loaded", rows: page.rows, sort, cutBy });
      next.value = page.next;
      read.value = { at: Date.now(), problem: null };
      source.onRead?.(headers);
    } catch (error) {
      if (mine !== run) return;
      read.value = { at: read.peek().at, problem: ApiProblem.from(error) };
      loadSoon(RETRY_MS);
    }
  };
  const stop = () => {
    run += 1;
    source = null;
    forgetPending();
    state.value = EMPTY_QUEUE;
    read.value = { at: null, problem: null };
    next.value = null;
  };

  return {
    state,
    read,
    next,
    load,
    stop,
    start: (place, path, onRead) => {
      stop();
      source = { place, path, onRead };
    },
    reorder: (place) => {
      if (source === null) return;
      source = { ...source, place };
      change({ kind: "more", rows: [], sort: place.view.sort });
    },
    more: async () => {
      const [mine, path] = [run, next.peek()];
      if (path === null || source === null) return;
      const { body, headers } = await readWithHeaders<Page>(path);
      if (mine !== run || source === null) return;
      const page = pageOf(body, headers, path);
      change({ kind: "more", rows: page.rows, sort: source.place.view.sort });
      next.value = page.next;
    },
    hear: (event) => {
      if (source === null) return;
      change({ kind: "event", event, place: source.place });
      const { incomplete, outdated } = state.peek();
      if (incomplete) loadSoon(GATHER_MS);
      else if (outdated) loadSoon(OUTDATED_MS);
    },
    see: (handoffId, viewers) => change({ kind: "presence", handoffId, viewers }),
    markSeen: () => change({ kind: "seen" }),
  };
}

/** The two lists of the API answer in different forms. */
type Page = QueueRow[] | { items: QueueRow[]; next_cursor: string | null };

function pageOf(body: Page, headers: Headers, path: string): { rows: QueueRow[]; next: string | null } {
  if (Array.isArray(body)) return { rows: body, next: nextPage(headers.get("link")) };
  if (body.next_cursor === null) return { rows: body.items, next: null };
  const first = path.replace(/&cursor=[^&]*/, "");
  return { rows: body.items, next: `${first}&cursor=${encodeURIComponent(body.next_cursor)}` };
}
