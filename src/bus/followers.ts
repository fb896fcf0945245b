import type { LoggedEvent } from "../contract/event.ts";

/** The events that follow the cursor without a hole: a nudge may carry what is known already, or lack what is between. */
export function followers(cursor: number, events: readonly LoggedEvent[]): LoggedEvent[] {
  const after = events.filter((event) => event.seq > cursor);
  const hole = after.findIndex((event, index) => event.seq !== cursor + 1 + index);
  return hole === -1 ? after : after.slice(0, hole);
}
