import type { ComponentChild } from "preact";
import { useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import type { QueueRow } from "../../contract/handoff.ts";
import { announce } from "../announcement.ts";
import { claim, claimTries, forgetOutcomes } from "../claim.ts";
import { handoffAddress } from "../handoff-address.ts";
import type { LiveList } from "../live-list.ts";
import { isOffline } from "../present-freshness.ts";
import { useCardKeys } from "../use-card-keys.ts";
import { useSettled } from "../use-settled.ts";
import { words } from "../words/spoken.ts";
import type { CardForm } from "./card-forms.tsx";
import { HandoffCard } from "./handoff-card.tsx";

interface Props {
  /** What the address says of this list: another one begins anew. */
  viewKey: string;
  list: LiveList;
  /** What stands there when it holds nothing. */
  empty: ComponentChild;
}

/** The cards, and the pill that holds back what would move them under somebody's hands. */
export function QueueList({ viewKey, list, empty }: Props) {
  const { route } = useLocation();
  const said = words.value.queue;
  const { rows, fresh, left } = list.state.value;
  const tries = claimTries.value;
  const isRead = list.read.value.at !== null;
  const settled = useSettled({ key: viewKey, rows, left, tried: tries.keys(), isRead });
  const [form, setForm] = useState<{ id: string; is: CardForm } | null>(null);
  useEffect(() => forgetOutcomes, [viewKey]);

  const pickUp = async (row: QueueRow) => {
    if (isOffline.peek()) return announce(words.peek().queue.card.offline);
    if (await claim(row)) route(handoffAddress(row));
    return undefined;
  };
  const openForm = (row: QueueRow, is: CardForm | null) =>
    setForm(is === null ? null : { id: row.handoff_id, is });
  useCardKeys({ list: settled.list, cards: settled.cards, pickUp: (row) => void pickUp(row), openForm });

  // Whoever came by the keyboard goes on at the first of the new cards; a click moves no focus.
  const letIn = (byKey: boolean) => {
    const [first] = settled.waiting;
    settled.letIn();
    requestAnimationFrame(() => {
      const card = settled.list.current?.querySelector(`[data-handoff-card="${first}"]`);
      card?.scrollIntoView({ block: "nearest" });
      if (byKey) card?.querySelector<HTMLElement>(".card-title a")?.focus();
    });
  };

  return (
    <div class="queue">
      <div class="queue-head">
        {settled.cards.length > 0 && <p class="quiet">{said.handoffs(settled.cards.length)}</p>}
        {settled.waiting.length > 0 && (
          <button type="button" class="pill" onClick={(event) => letIn(event.detail === 0)}>
            {said.pill(settled.waiting.length)}
          </button>
        )}
      </div>
      {settled.cards.length > 0 ? (
        <ul
          ref={settled.list}
          class="cards"
          aria-label={said.list}
          onPointerMove={settled.onPointerMove}
          onPointerLeave={settled.onPointerLeave}
          onFocusIn={settled.onFocusIn}
          onFocusOut={settled.onFocusOut}
        >
          {settled.cards.map(({ row, gone }) => (
            <HandoffCard
              key={row.handoff_id}
              row={row}
              gone={gone}
              attempt={tries.get(row.handoff_id)}
              form={form?.id === row.handoff_id ? form.is : null}
              isFresh={fresh.has(row.handoff_id)}
              pickUp={(given) => void pickUp(given)}
              openForm={openForm}
            />
          ))}
        </ul>
      ) : (
        isRead && empty
      )}
    </div>
  );
}
