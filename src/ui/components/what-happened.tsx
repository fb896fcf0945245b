import type { LoggedEvent } from "../../contract/event.ts";
import { withoutRepeats } from "../without-repeats.ts";
import { words } from "../words/spoken.ts";
import { EventEntry } from "./event-entry.tsx";

/** The record of a handoff, oldest first. */
export function WhatHappened({ events }: { events: LoggedEvent[] }) {
  if (events.length === 0) return <p class="quiet">{words.value.queue.events.nothing}</p>;
  return (
    <ol class="entries happened">
      {withoutRepeats(events).map((event) => (
        <EventEntry key={event.seq} event={event} />
      ))}
    </ol>
  );
}
