import { PRIORITIES } from "../contract/handoff-lifecycle.ts";
import type { QueueRow } from "../contract/handoff.ts";
import type { Sort } from "./queue-view.ts";

type Placed = Pick<QueueRow, "priority" | "created_at" | "handoff_id">;

/** How rows stand one before another: by priority and then the longest waiting, or the newest first. */
export function rowOrder(sort: Sort): (a: Placed, b: Placed) => number {
  return sort === "urgency" ? byUrgency : newestFirst;
}

function byUrgency(a: Placed, b: Placed): number {
  const weight = PRIORITIES.indexOf(b.priority) - PRIORITIES.indexOf(a.priority);
  if (weight !== 0) return weight;
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1;
  return a.handoff_id < b.handoff_id ? 1 : -1;
}

function newestFirst(a: Placed, b: Placed): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1;
  return a.handoff_id < b.handoff_id ? 1 : -1;
}
