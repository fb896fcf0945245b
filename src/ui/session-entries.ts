import type { LoggedEvent } from "../contract/event.ts";
import type { SessionDetail } from "../contract/handoff.ts";
import type { Message, Step } from "../contract/session.ts";
import { withoutRepeats } from "./without-repeats.ts";

/** One thing that happened in a session. */
export type SessionEntry =
  | { kind: "message"; at: string; message: Message }
  | { kind: "step"; at: string; step: Step; number: number }
  | { kind: "event"; at: string; event: LoggedEvent };

/** Who was told stands in the receipt; here it would bury what people did. */
const QUIET: ReadonlySet<LoggedEvent["type"]> = new Set(["delivery_changed"]);

/** What was said, what was tried and what became of the hand-offs, as one list in the order of time. */
export function sessionEntries(
  { messages, steps }: Pick<SessionDetail, "messages" | "steps">,
  events: readonly LoggedEvent[],
): SessionEntry[] {
  const entries: SessionEntry[] = [
    ...messages.map((message) => ({ kind: "message" as const, at: message.created_at, message })),
    ...steps.map((step, place) => ({
      kind: "step" as const,
      at: step.created_at,
      step,
      number: place + 1,
    })),
    ...withoutRepeats(events)
      .filter(({ type }) => !QUIET.has(type))
      .map((event) => ({ kind: "event" as const, at: event.created_at, event })),
  ];
  return entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
