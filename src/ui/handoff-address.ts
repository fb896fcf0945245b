import type { QueueRow } from "../contract/handoff.ts";

/** Where a handoff's context is on the page. */
export function handoffAddress(row: Pick<QueueRow, "session_id" | "handoff_id">): string {
  return `/sessions/${row.session_id}/handoffs/${row.handoff_id}`;
}
