import type { LoggedEvent } from "../../contract/event.ts";
import type { SessionDetail } from "../../contract/handoff.ts";
import type { Message } from "../../contract/session.ts";
import { initials } from "../initials.ts";
import { sessionEntries } from "../session-entries.ts";
import { usePointed } from "../use-pointed.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";
import { EventEntry } from "./event-entry.tsx";
import { LongText } from "./long-text.tsx";
import { StepEntry } from "./step-entry.tsx";

interface Props {
  session: SessionDetail;
  /** The records of its handoffs. */
  events: readonly LoggedEvent[];
}

/** What was said, what was tried and what became of the hand-offs, as one list in the order of time. */
export function SessionTimeline({ session, events }: Props) {
  usePointed();
  const entries = sessionEntries(session, events);
  if (entries.length === 0) return <p class="quiet">{words.value.session.timeline.empty}</p>;
  return (
    <ol class="entries timeline">
      {entries.map((entry) => {
        switch (entry.kind) {
          case "message":
            return <MessageEntry key={entry.message.id} message={entry.message} />;
          case "step":
            return (
              <StepEntry
                key={entry.step.id}
                step={entry.step}
                number={entry.number}
                branches={session.branches}
              />
            );
          case "event":
            return <EventEntry key={`event-${entry.event.seq}`} event={entry.event} />;
          default:
            return entry satisfies never;
        }
      })}
    </ol>
  );
}

function MessageEntry({ message }: { message: Message }) {
  const { speakers } = words.value.session.timeline;
  // What an assistant said is its own, whoever wrote it down.
  const name = message.role === "user" ? (message.author_name ?? speakers.user) : speakers[message.role];
  return (
    <li id={`message-${message.id}`} class="entry message" data-role={message.role} tabIndex={-1}>
      <span class="face" aria-hidden="true">
        {initials(name)}
      </span>
      <div class="entry-body">
        <p class="entry-facts">
          <bdi class="who">{name}</bdi>
          <span class="quiet">
            <Ago at={message.created_at} />
          </span>
        </p>
        <LongText text={message.content} />
      </div>
    </li>
  );
}
