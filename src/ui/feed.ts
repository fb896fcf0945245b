import { signal } from "@preact/signals";
import type { LoggedEvent } from "../contract/event.ts";
import type { QueueRow } from "../contract/handoff.ts";
import type { Person } from "../contract/person.ts";
import { ApiProblem } from "./api-problem.ts";
import { readWithHeaders } from "./api.ts";
import { announceArrival } from "./announcement.ts";
import { browserLine } from "./live/browser-line.ts";
import { now, serverAhead } from "./clock.ts";
import { openLiveChannel, type LiveChannel, type LiveState } from "./live.ts";
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
export const live = signal<LiveState | null>(null);

const listeners = new Set<(event: LoggedEvent | "reset") => void>();
let channel: LiveChannel | null = null;
let run = 0;
let pending: ReturnType<typeof setTimeout> | null = null;

/** Hears every event of the account, and `reset` when some may have been missed. The answer ends it. */
export function onEvent(listener: (event: LoggedEvent | "reset") => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Starts the feed of a person; the answer ends it. Viewers get the list alone, for they have no stream. */
export function startFeed(me: SignedIn): () => void {
  const wake = () => channel?.wake();
  const wakeIfSeen = () => {
    if (!document.hidden) wake();
  };
  const lost = () => channel?.lost();
  addEventListener("online", wake);
  addEventListener("offline", lost);
  document.addEventListener("visibilitychange", wakeIfSeen);
  void loadQueue(me);
  return () => {
    run += 1;
    if (pending !== null) clearTimeout(pending);
    pending = null;
    channel?.close();
    channel = null;
    live.value = null;
    queue.value = EMPTY_QUEUE;
    queueRead.value = { at: null, problem: null };
    removeEventListener("online", wake);
    removeEventListener("offline", lost);
    document.removeEventListener("visibilitychange", wakeIfSeen);
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
    if (channel === null && isWorking(me)) channel = openChannel(me, headers.get("x-stream-position"));
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
  channel?.wake();
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

function openChannel(me: SignedIn, position: string | null): LiveChannel {
  return openLiveChannel(
    {
      ...browserLine(),
      probe,
      onState: (state) => {
        live.value = state;
        if (state.kind === "stopped" && state.reason !== "closed") void loadMe().catch(() => {});
      },
      onReady: (ready) => {
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
      onPresence: (presence) => {
        const { handoff_id, viewers } = presence as { handoff_id: string; viewers: Person[] };
        change({ kind: "presence", handoffId: handoff_id, viewers });
      },
      onReset: () => {
        void loadQueue(me);
        for (const listener of listeners) listener("reset");
      },
    },
    position,
  );
}

/** A browser cannot see why an upgrade was refused: who is signed in tells it. */
async function probe(): Promise<"ok" | "signed_out" | "forbidden" | "unreachable"> {
  try {
    const answer = await loadMe();
    if (answer.kind === "signed_out") return "signed_out";
    if (answer.kind === "no_account") return "forbidden";
    if (answer.kind === "signed_in") return isWorking(answer.me) ? "ok" : "forbidden";
    return "unreachable";
  } catch {
    return "unreachable";
  }
}
