import type { LoggedEvent } from "../contract/event.ts";
import type { QueueRow } from "../contract/handoff.ts";
import type { Person } from "../contract/person.ts";
import { queueRowOf } from "./queue-row-of.ts";

const REMEMBERED = 1_000;

/** The queue as this page knows it. */
export interface QueueState {
  /** The unclaimed handoffs, newest first. */
  readonly rows: readonly QueueRow[];
  /** The newest version seen of each handoff, also of those that have left. */
  readonly versions: ReadonlyMap<string, number>;
  /** Handoffs that came in live and may move; parked ones come quietly. */
  readonly fresh: ReadonlySet<string>;
  /** Cards that came while the list was being read again: the answer may be older than they are. */
  readonly kept: ReadonlySet<string> | null;
  /** A card belongs here that the events alone do not describe: read the list again. */
  readonly incomplete: boolean;
}

export type QueueChange =
  | { kind: "loading" }
  | { kind: "loaded"; rows: readonly QueueRow[] }
  | { kind: "more"; rows: readonly QueueRow[] }
  | { kind: "event"; event: LoggedEvent; teamId: string | null }
  | { kind: "presence"; handoffId: string; viewers: Person[] }
  | { kind: "seen" };

export const EMPTY_QUEUE: QueueState = {
  rows: [],
  versions: new Map(),
  fresh: new Set(),
  kept: null,
  incomplete: false,
};

/** What the queue is after a change. Pure; anything may come twice, and what is older than known changes nothing. */
export function changeQueue(state: QueueState, change: QueueChange): QueueState {
  switch (change.kind) {
    case "loading":
      return { ...state, kept: new Set(), incomplete: false };
    case "loaded": {
      const kept = state.rows.filter((row) => state.kept?.has(row.handoff_id));
      return adopt({ ...state, kept: null }, [...kept, ...change.rows]);
    }
    case "more":
      return adopt(state, [...state.rows, ...change.rows]);
    case "event":
      return takeEvent(state, change.event, change.teamId);
    case "presence":
      return patchRow(state, change.handoffId, { viewers: change.viewers });
    case "seen":
      return state.fresh.size === 0 ? state : { ...state, fresh: new Set() };
    default:
      return change satisfies never;
  }
}

/** Whether a team's handoff belongs in the caller's queue: their own team's and team-less ones, or all without a team. */
export function isForTeam(handoffTeam: string | null, callersTeam: string | null): boolean {
  return callersTeam === null || handoffTeam === null || handoffTeam === callersTeam;
}

function adopt(state: QueueState, rows: readonly QueueRow[]): QueueState {
  const newest = new Map<string, QueueRow>();
  const versions = new Map(state.versions);
  for (const row of rows) {
    if (row.version < (versions.get(row.handoff_id) ?? 0)) {
      // The answer is older than an event that came meanwhile: that event's word stands.
      const known = state.rows.find((candidate) => candidate.handoff_id === row.handoff_id);
      if (known !== undefined) newest.set(row.handoff_id, known);
      continue;
    }
    versions.set(row.handoff_id, row.version);
    newest.set(row.handoff_id, row);
  }
  return { ...state, rows: [...newest.values()].toSorted(newestFirst), versions: forgetOldest(versions) };
}

function takeEvent(state: QueueState, event: LoggedEvent, teamId: string | null): QueueState {
  if (event.type === "session_resolved") {
    const rows = state.rows.filter((row) => row.session_id !== event.session_id);
    return rows.length === state.rows.length ? state : { ...state, rows };
  }
  const id = event.handoff_id;
  if (id === null || event.version === null) return state;
  const known = state.versions.get(id) ?? 0;
  if (event.version < known) return state;
  const isNews = event.version > known;
  const here = state.rows.some((row) => row.handoff_id === id);
  const versions = forgetOldest(new Map(state.versions).set(id, event.version));

  switch (event.type) {
    case "handoff_created":
    case "handoff_parked": {
      if (!isNews || here || !isForTeam(event.team_id, teamId)) return state;
      const rows = [...state.rows, queueRowOf(event, id, event.version)].toSorted(newestFirst);
      const fresh = event.type === "handoff_created" ? new Set(state.fresh).add(id) : state.fresh;
      const kept = state.kept === null ? null : new Set(state.kept).add(id);
      return { ...state, rows, versions, fresh, kept };
    }
    case "handoff_claimed":
    case "handoff_reassigned":
    case "handoff_returned":
    case "handoff_withdrawn":
    case "handoff_superseded":
    case "handoff_resolved":
      return { ...state, versions, rows: state.rows.filter((row) => row.handoff_id !== id) };
    case "handoff_released":
      if (!isNews || here || !isForTeam(event.team_id, teamId)) return { ...state, versions };
      return { ...state, versions, incomplete: true };
    case "handoff_updated":
      return patchRow({ ...state, versions }, id, { ...changedFields(event), version: event.version });
    case "handoff_reminded":
    case "handoff_widened":
    case "delivery_changed":
      return state;
    default:
      // A newer server may know more kinds of events; they do not concern the queue.
      return state;
  }
}

function changedFields(event: Extract<LoggedEvent, { type: "handoff_updated" }>): Partial<QueueRow> {
  const shown = ["assessment_status", "priority", "engineer_notes", "next_action_at", "problem_summary"];
  return Object.fromEntries(
    shown.filter((field) => field in event).map((field) => [field, event[field]]),
  ) as Partial<QueueRow>;
}

function patchRow(state: QueueState, id: string, fields: Partial<QueueRow>): QueueState {
  if (!state.rows.some((row) => row.handoff_id === id)) return state;
  return { ...state, rows: state.rows.map((row) => (row.handoff_id === id ? { ...row, ...fields } : row)) };
}

function newestFirst(a: QueueRow, b: QueueRow): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1;
  return a.handoff_id < b.handoff_id ? 1 : -1;
}

function forgetOldest(versions: Map<string, number>): Map<string, number> {
  for (const id of versions.keys()) {
    if (versions.size <= REMEMBERED) break;
    versions.delete(id);
  }
  return versions;
}
