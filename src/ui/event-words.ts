import type { DeliveryStatus } from "../contract/delivery.ts";
import type { LoggedEvent } from "../contract/event.ts";
import { verdictIn } from "./verdict-in.ts";
import { requestIn } from "./asked-take-over.ts";
import { ticketName } from "./ticket-name.ts";
import { words } from "./words/spoken.ts";

/** What happened, as half a sentence that follows the name of whoever did it. */
export function eventWords(event: LoggedEvent): string {
  const said = words.value.queue.events;
  switch (event.type) {
    case "handoff_created":
      return said.created;
    case "handoff_parked":
      return said.parked;
    case "handoff_claimed":
      return said.claimed;
    case "handoff_released":
      return said.released(event.reason);
    case "handoff_reassigned":
      return said.reassigned(event.claimed_by.name, event.reason);
    case "handoff_returned":
      return said.returned(event.reason);
    case "handoff_withdrawn":
      return said.withdrawn(event.reason);
    case "handoff_superseded":
      return said.superseded;
    case "handoff_resolved":
    case "session_resolved":
      return said.resolved(event.resolution);
    case "handoff_updated":
      return updateWords(event);
    case "handoff_reminded":
      return said.reminded(event.recipients.map(({ name }) => name));
    case "handoff_widened":
      return said.widened(event.recipients.map(({ name }) => name));
    case "delivery_changed":
      return deliveryWords(event.deliveries.map(({ status }) => status));
    default:
      return said.unknown;
  }
}

/** What became of notifications, most said first. */
function deliveryWords(statuses: readonly DeliveryStatus[]): string {
  const said = words.value.queue.events;
  const counts = [...Map.groupBy(statuses, (status) => status)].map(
    ([status, all]) => [status, all.length] as const,
  );
  return counts
    .toSorted(([, a], [, b]) => b - a)
    .map(([status, count]) => said.notified[status](count))
    .join(said.and);
}

function updateWords(event: Extract<LoggedEvent, { type: "handoff_updated" }>): string {
  const said = words.value.queue.events;
  if (event.changed.includes("take_over")) {
    const asked = requestIn(event);
    return asked === null ? said.keptIt : said.askedFor(asked.reason);
  }
  if (event.changed.includes("psa_note")) return ticketWords(event["psa_note"]);
  if (event.changed.includes("occurrences")) return said.again(Number(event["occurrences"]));
  if (event.changed.includes("open_alerts")) return said.someOver(Number(event["open_alerts"]));
  if (event.changed.includes("note")) return said.noteAdded;
  const verdict = verdictIn(event);
  if (verdict !== null) return said.judged[verdict];
  if (event.changed.includes("correction")) return said.corrected;
  if (event.changed.includes("read_back")) return said.readBack;
  const fields: Record<string, string> = said.fields;
  const changed = new Set(event.changed.map((field) => fields[field]).filter((known) => known !== undefined));
  return changed.size === 0 ? said.changed : said.added([...changed].join(said.and));
}

/** What became of the note in the PSA ticket. */
function ticketWords(note: unknown): string {
  const said = words.value.queue.events.ticket;
  // The verbs that write this field write it in this form.
  const { state, ticket, last_error } = note as { state: string; ticket?: string; last_error?: string };
  const name = ticket === undefined ? null : ticketName(ticket);
  if (state === "pushed") return said.pushed(name);
  if (state === "failed") return said.failed(name, last_error ?? "");
  return said.asked;
}
