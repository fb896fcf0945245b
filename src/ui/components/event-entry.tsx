import type { LoggedEvent } from "../../contract/event.ts";
import { eventText } from "../event-text.ts";
import { eventWords } from "../event-words.ts";
import { Ago } from "./ago.tsx";
import { LongText } from "./long-text.tsx";

/** One fact of a handoff's record, with what was written with it. */
export function EventEntry({ event }: { event: LoggedEvent }) {
  const text = eventText(event);
  return (
    <li class="entry event" data-event={event.type}>
      <span class="dot" aria-hidden="true" />
      <div class="entry-body">
        <p class="entry-facts">
          <span>
            <bdi class="who">{event.actor.name}</bdi> <span dir="auto">{eventWords(event)}</span>
          </span>
          <span class="quiet">
            <Ago at={event.created_at} />
          </span>
        </p>
        {text !== null && (
          <div class="written">
            <LongText text={text} />
          </div>
        )}
      </div>
    </li>
  );
}
