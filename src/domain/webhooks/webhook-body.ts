import type { LoggedEvent } from "../../contract/event.ts";

/** What is sent of a fact, the same with every attempt: it is made of the log each time, and kept nowhere else. */
export function webhookBody(event: LoggedEvent): string {
  return JSON.stringify({ type: event.type, timestamp: event.created_at, data: event });
}
