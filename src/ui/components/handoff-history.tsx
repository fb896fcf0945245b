import type { Handoff } from "../../contract/handoff.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { Ago } from "./ago.tsx";
import { PriorityMark } from "./priority-mark.tsx";

/** A session's hand-offs, newest first. */
export function HandoffHistory({ handoffs }: { handoffs: Handoff[] }) {
  if (handoffs.length === 0) return <p class="quiet">It has not left its engineer's hands.</p>;
  return (
    <ul class="rows">
      {handoffs.map((handoff) => (
        <li key={handoff.id}>
          <a href={`/sessions/${handoff.session_id}/handoffs/${handoff.id}`}>
            {handoff.intent === "park" ? "Parked" : "Escalated"} by {handoff.handed_off_by_name ?? "a tool"}
          </a>
          <span class="chip" data-handoff={handoff.status}>
            {STATUS_WORDS.handoff[handoff.status]}
          </span>
          <PriorityMark priority={handoff.priority} />
          <span class="quiet">
            {handoff.claimed_by_name !== null && `with ${handoff.claimed_by_name} · `}
            <Ago at={handoff.created_at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
