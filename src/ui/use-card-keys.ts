import type { RefObject } from "preact";
import { useLocation } from "preact-iso";
import type { QueueRow } from "../contract/handoff.ts";
import { copyTicketNote } from "./copy-ticket-note.ts";
import { isWorking } from "./me.ts";
import type { Settled } from "./settle.ts";
import { useKeys } from "./use-keys.ts";
import { useMe } from "./use-me.ts";
import { cardOf } from "./use-settled.ts";

interface Given {
  list: RefObject<HTMLUListElement | null>;
  cards: readonly Settled[];
  pickUp: (row: QueueRow) => void;
  openForm: (row: QueueRow, form: "note" | "release" | null) => void;
}

/** The keys of the list. The card that has the focus is the one they are about. */
export function useCardKeys({ list, cards, pickUp, openForm }: Given): void {
  const me = useMe();
  const { route } = useLocation();
  const current = () => {
    const id = cardOf(document.activeElement);
    return cards.find(({ row, gone }) => row.handoff_id === id && !gone)?.row;
  };
  const move = (by: 1 | -1) => {
    const id = cardOf(document.activeElement);
    const at = cards.findIndex(({ row }) => row.handoff_id === id);
    const to = cards[at === -1 ? 0 : Math.min(cards.length - 1, Math.max(0, at + by))];
    if (to === undefined) return false;
    const card = list.current?.querySelector(`[data-handoff-card="${to.row.handoff_id}"]`);
    card?.querySelector<HTMLElement>(".card-title a")?.focus();
    return true;
  };
  const withCurrent =
    (act: (row: QueueRow) => unknown, may = true) =>
    () => {
      const row = current();
      if (row === undefined || !may || act(row) === false) return false;
      return true;
    };
  const works = isWorking(me);
  const isMine = (row: QueueRow) => row.status === "claimed" && row.claimed_by?.id === me.user.id;

  useKeys({
    down: () => move(1),
    up: () => move(-1),
    pick_up: withCurrent((row) => row.status === "open" && pickUp(row), works),
    release: withCurrent((row) => isMine(row) && openForm(row, "release"), works),
    note: withCurrent((row) => openForm(row, "note"), works),
    escalate: withCurrent((row) => route(`/sessions/${row.session_id}?do=hand_off`), works),
    copy: withCurrent((row) => void copyTicketNote(row)),
    close: () => {
      if (cardOf(document.activeElement) === null) return false;
      (document.activeElement as HTMLElement | null)?.blur();
      return true;
    },
  });
}
