import type { LoggedEvent } from "../contract/event.ts";

/** What somebody wrote with an event, as far as it wants room of its own; null where the event says it all. */
export function eventText(event: LoggedEvent): string | null {
  switch (event.type) {
    case "handoff_created":
    case "handoff_parked":
      return event.engineer_notes === "" ? null : event.engineer_notes;
    case "handoff_claimed":
      return event.read_back;
    case "handoff_updated":
      return (
        noteIn(event["note"]) ??
        textIn(event["correction"]) ??
        textIn(event["verdict_comment"]) ??
        textIn(event["read_back"])
      );
    default:
      return null;
  }
}

function noteIn(note: unknown): string | null {
  return typeof note === "object" && note !== null && "text" in note ? textIn(note.text) : null;
}

function textIn(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
