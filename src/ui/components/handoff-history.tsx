import type { Handoff } from "../../contract/handoff.ts";
import { handoffAddress } from "../handoff-address.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";
import { HandoffChip } from "./handoff-chip.tsx";

/** A session's hand-offs, newest first. */
export function HandoffHistory({ handoffs }: { handoffs: Handoff[] }) {
  const said = words.value.session.history;
  if (handoffs.length === 0) return <p class="quiet">{said.none}</p>;
  return (
    <ul class="history">
      {handoffs.map((handoff) => {
        const from = handoff.handed_off_by_name ?? said.tool;
        return (
          <li key={handoff.id}>
            <a href={handoffAddress({ session_id: handoff.session_id, handoff_id: handoff.id })}>
              {handoff.intent === "park" ? said.parked(from) : said.escalated(from)}
            </a>
            <HandoffChip handoff={handoff} />
            <span class="quiet">
              {handoff.claimed_by_name !== null && `${said.with(handoff.claimed_by_name)} · `}
              <Ago at={handoff.created_at} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
