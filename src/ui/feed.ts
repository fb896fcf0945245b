import { signal } from "@preact/signals";
import { openStream, type OpenStream, type StreamState } from "../client/open-stream.ts";
import type { LoggedEvent } from "../contract/event.ts";
import type { Person } from "../contract/person.ts";
import { backOnline, countMissed } from "./back-online.ts";
import { now, serverAhead } from "./clock.ts";
import { CALM_MS } from "./freshness.ts";
import { makeLiveList } from "./live-list.ts";
import { isWorking, loadMe, type SignedIn } from "./me.ts";
import { USUAL_VIEW, pathOfView } from "./queue-view.ts";

/** The queue, kept true by the live channel for as long as somebody is signed in, whatever screen is shown. */
export const queueList = makeLiveList();
export const queue = queueList.state;

/** How the live channel stands; null where there is none. */
export const live = signal<StreamState | null>(null);

/** The open stream's own id, by which this tab says what it is looking at; null while there is none. */
export const connection = signal<string | null>(null);
/** Who looks at which handoff, as far as it was told since the stream opened. */
export const lookers = signal<ReadonlyMap<string, Person[]>>(new Map());

const listeners = new Set<(event: LoggedEvent | "reset") => void>();
let stream: OpenStream | null = null;

/** Hears every event of the account, and `reset` when some may have been missed. The answer ends it. */
export function onEvent(listener: (event: LoggedEvent | "reset") => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Starts the feed of a person; the answer ends it. Viewers get the list alone, for they have no stream. */
export function startFeed(me: SignedIn): () => void {
  const place = { view: USUAL_VIEW, userId: me.user.id, teamId: me.teamId };
  queueList.start(place, pathOfView(USUAL_VIEW), (headers) => {
    if (stream === null && isWorking(me)) stream = listen(headers.get("x-stream-position"));
  });
  void queueList.load();
  return () => {
    stream?.close();
    stream = null;
    live.value = null;
    connection.value = null;
    lookers.value = new Map();
    queueList.stop();
  };
}

/** Tries to open the live channel now instead of waiting. */
export function retryNow(): void {
  stream?.wake();
}

function listen(position: string | null): OpenStream {
  live.value = { kind: "down", since: Date.now(), retryAt: null, offline: false };
  let lost: { since: number; isSaid: boolean } | null = null;
  return openStream({
    baseUrl: location.origin,
    after: position,
    onState: (state) => {
      live.value = state;
      if (state.kind === "down") {
        lost = { since: state.since, isSaid: state.offline || lost?.isSaid === true };
      }
      if (state.kind !== "live") connection.value = null;
      if (state.kind === "stopped" && state.reason !== "closed") void loadMe().catch(() => {});
    },
    onReady: (ready) => {
      connection.value = ready.connection_id;
      serverAhead.value = Date.parse(ready.server_time) - Date.now();
      now.value = Date.now() + serverAhead.value;
      if (lost !== null && (lost.isSaid || Date.now() - lost.since >= CALM_MS)) {
        backOnline(ready.server_time);
      }
      lost = null;
    },
    onEvent: (event) => {
      countMissed(event);
      queueList.hear(event);
      for (const listener of listeners) listener(event);
    },
    onPresence: ({ handoff_id, viewers }) => {
      queueList.see(handoff_id, viewers);
      lookers.value = new Map(lookers.peek()).set(handoff_id, viewers);
    },
    onReset: () => {
      void queueList.load();
      for (const listener of listeners) listener("reset");
    },
  });
}
