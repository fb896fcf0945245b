import type { LoggedEvent } from "../contract/event.ts";
import type { QueueRow } from "../contract/handoff.ts";
import type { Person } from "../contract/person.ts";
import { belongs, mayComeFree, type Place } from "./belongs.ts";
import { changeByEvent } from "./event-change.ts";
import { queueRowOf } from "./queue-row-of.ts";
import type { Sort } from "./queue-view.ts";
import { rowOrder } from "./row-order.ts";

const REMEMBERED = 1_000;
const REMEMBERED_LEFT = 100;

/** A list of handoffs as this page knows it: the live queue, or another view of it. */
export interface QueueState {
  /** The handoffs of the view, in its order. */
  readonly rows: readonly QueueRow[];
  /** The newest version seen of each handoff, also of those that have left. */
  readonly versions: ReadonlyMap<string, number>;
  /** Handoffs that came in live and may move; parked ones come quietly. */
  readonly fresh: ReadonlySet<string>;
  /** Cards that came while the list was being read again: the answer may be older than they are. */
  readonly kept: ReadonlySet<string> | null;
  /** A card belongs here that the events alone do not describe: read the list again. */
  readonly incomplete: boolean;
  /** Those that have left last, as they were when they did. */
  readonly left: ReadonlyMap<string, QueueRow>;
  /** All cards are here, and of some it is not known when something happens next: read the list again when there is time. */
  readonly outdated: boolean;
}

export type QueueChange =
  | { kind: "loading" }
  /** `cutBy`: the order by which the answer is only the list's beginning; what is known beyond it stands. */
  | { kind: "loaded"; rows: readonly QueueRow[]; sort: Sort; cutBy: Sort | null }
  | { kind: "more"; rows: readonly QueueRow[]; sort: Sort }
  | { kind: "event"; event: LoggedEvent; place: Place }
  | { kind: "presence"; handoffId: string; viewers: Person[] }
  | { kind: "seen" };

export const EMPTY_QUEUE: QueueState = {
  rows: [],
  versions: new Map(),
  fresh: new Set(),
  kept: null,
  left: new Map(),
  incomplete: false,
  outdated: false,
};

/** What a list is after a change. Pure; anything may come twice, and what is older than known changes nothing. */
export function changeQueue(state: QueueState, change: QueueChange): QueueState {
  switch (change.kind) {
    case "loading":
      return { ...state, kept: new Set(), incomplete: false, outdated: false };
    case "loaded": {
      const { cutBy } = change;
      const last = change.rows.at(-1);
      const isBeyond = (row: QueueRow) =>
        cutBy !== null && last !== undefined && rowOrder(cutBy)(row, last) > 0;
      const kept = state.rows.filter((row) => state.kept?.has(row.handoff_id) || isBeyond(row));
      return adopt({ ...state, kept: null }, [...kept, ...change.rows], change.sort);
    }
    case "more":
      return adopt(state, [...state.rows, ...change.rows], change.sort);
    case "event":
      return takeEvent(state, change.event, change.place);
    case "presence":
      return patchRow(state, change.handoffId, { viewers: change.viewers });
    case "seen":
      return state.fresh.size === 0 ? state : { ...state, fresh: new Set() };
    default:
      return change satisfies never;
  }
}

function adopt(state: QueueState, rows: readonly QueueRow[], sort: Sort): QueueState {
  const newest = new Map<string, QueueRow>();
  const versions = new Map(state.versions);
  const known = new Map(state.rows.map((row) => [row.handoff_id, row]));
  for (const row of rows) {
    if (row.version < (versions.get(row.handoff_id) ?? 0)) {
      // The answer is older than an event that came meanwhile: that event's word stands.
      const before = known.get(row.handoff_id);
      if (before !== undefined) newest.set(row.handoff_id, before);
      continue;
    }
    versions.set(row.handoff_id, row.version);
    newest.set(row.handoff_id, row);
  }
  const sorted = [...newest.values()].toSorted(rowOrder(sort));
  return { ...state, rows: sorted, versions: forgetOldest(versions) };
}

function takeEvent(state: QueueState, event: LoggedEvent, place: Place): QueueState {
  if (event.type === "session_resolved") return resolveSession(state, event.session_id, place);
  const id = event.handoff_id;
  if (id === null || event.version === null) return state;
  const known = state.versions.get(id) ?? 0;
  if (event.version < known) return state;
  const isNews = event.version > known;
  const here = state.rows.find((row) => row.handoff_id === id);

  switch (event.type) {
    case "handoff_created":
    case "handoff_parked": {
      const row = queueRowOf(event, id, event.version);
      return !isNews || here !== undefined || !belongs(row, place) ? state : arrive(state, row, place);
    }
    case "handoff_reminded":
    case "handoff_widened":
      return here === undefined ? state : { ...state, outdated: true };
    default:
  }

  const change = changeByEvent(event);
  if (change === null) return state;
  const versions = forgetOldest(new Map(state.versions).set(id, event.version));
  if (here !== undefined) {
    const row = { ...here, ...change, version: event.version };
    return putBack({ ...state, versions }, row, place);
  }
  const incomplete = state.incomplete || (isNews && mayEnter(event, place));
  return { ...state, versions, incomplete };
}

function arrive(state: QueueState, row: QueueRow, place: Place): QueueState {
  const id = row.handoff_id;
  return {
    ...state,
    rows: [...state.rows, row].toSorted(rowOrder(place.view.sort)),
    versions: forgetOldest(new Map(state.versions).set(id, row.version)),
    fresh: row.intent === "escalate" ? new Set(state.fresh).add(id) : state.fresh,
    kept: state.kept === null ? null : new Set(state.kept).add(id),
    outdated: state.outdated || row.intent === "escalate",
  };
}

/** Whether a handoff that is not shown may belong here by an event that does not describe it. */
function mayEnter(event: LoggedEvent, place: Place): boolean {
  switch (event.type) {
    case "handoff_released":
      return mayComeFree(event.team_id, place);
    case "handoff_claimed":
    case "handoff_reassigned":
      return place.view.scope === "mine" && event.claimed_by.id === place.userId;
    default:
      return false;
  }
}

function putBack(state: QueueState, row: QueueRow, place: Place): QueueState {
  if (!belongs(row, place)) {
    const left = forgetOldest(new Map(state.left).set(row.handoff_id, row), REMEMBERED_LEFT);
    return { ...state, left, rows: state.rows.filter(({ handoff_id }) => handoff_id !== row.handoff_id) };
  }
  const isActive = row.status === "open" || row.status === "claimed";
  const rows = state.rows.map((old) => (old.handoff_id === row.handoff_id ? row : old));
  return {
    ...state,
    rows: rows.toSorted(rowOrder(place.view.sort)),
    outdated: state.outdated || (isActive && row.next_action_at === null && row.intent === "escalate"),
  };
}

function resolveSession(state: QueueState, sessionId: string, place: Place): QueueState {
  const ended = state.rows.filter(
    ({ session_id, status }) => session_id === sessionId && (status === "open" || status === "claimed"),
  );
  return ended.reduce((left, row) => putBack(left, { ...row, status: "resolved" }, place), state);
}

function patchRow(state: QueueState, id: string, fields: Partial<QueueRow>): QueueState {
  if (!state.rows.some((row) => row.handoff_id === id)) return state;
  return { ...state, rows: state.rows.map((row) => (row.handoff_id === id ? { ...row, ...fields } : row)) };
}

function forgetOldest<T>(known: Map<string, T>, most = REMEMBERED): Map<string, T> {
  for (const id of known.keys()) {
    if (known.size <= most) break;
    known.delete(id);
  }
  return known;
}
