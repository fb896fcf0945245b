import type { Handoff } from "../../contract/handoff.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { words } from "../words/spoken.ts";

/** How a handoff stands, in a word. What is parked waits for something else than people, and is not called waiting. */
export function HandoffChip({
  handoff: { intent, status },
}: {
  handoff: Pick<Handoff, "intent" | "status">;
}) {
  if (intent === "park" && status === "open")
    return <span class="chip">{words.value.queue.card.parked}</span>;
  return (
    <span class="chip" data-handoff={status}>
      {STATUS_WORDS.handoff[status]}
    </span>
  );
}
