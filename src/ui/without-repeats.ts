import type { LoggedEvent } from "../contract/event.ts";

/** Of a tool's reports that follow one another only the last, which says how many there were: a thousand bury nothing. */
export function withoutRepeats(events: readonly LoggedEvent[]): LoggedEvent[] {
  return events.filter((event, index) => {
    const next = events[index + 1];
    return !(next !== undefined && isRepeat(event) && isRepeat(next) && next.handoff_id === event.handoff_id);
  });
}

function isRepeat(event: LoggedEvent): boolean {
  return event.type === "handoff_updated" && event.changed.includes("occurrences");
}
