import type { LoggedEvent } from "../../contract/event.ts";
import { eventWords } from "../event-words.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";

/** The record of a handoff, oldest first. */
export function WhatHappened({ events }: { events: LoggedEvent[] }) {
  if (events.length === 0) return <p class="quiet">{words.value.queue.events.nothing}</p>;
  return (
    <ol class="happened">
      {events.map((event) => (
        <li key={event.seq}>
          <strong>{event.actor.name}</strong> {eventWords(event)}{" "}
          <span class="quiet">
            <Ago at={event.created_at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
