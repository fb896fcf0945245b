import type { QueueRow } from "../contract/handoff.ts";

/** A card on the screen. `gone`: it has left the list and stays in its place for now. */
export interface Settled {
  readonly row: QueueRow;
  readonly gone: boolean;
}

/** What is on the screen, and what waits to be let in. */
export interface Layout {
  readonly cards: readonly Settled[];
  /** Cards that have come and are not shown yet, without the parked ones, which never ask for attention. */
  readonly waiting: readonly string[];
}

export const NOTHING_SHOWN: Layout = { cards: [], waiting: [] };

export interface Hold {
  /** The pointer is on the list: nothing may move. */
  pointed: boolean;
  /** Cards that stay though they have left: the focused one, and those whose outcome has not been read. */
  keep: ReadonlySet<string>;
  /** Nothing new may come in by itself. */
  held: boolean;
  /** The newest words of a card that has left the list, where they are known. */
  last?: ReadonlyMap<string, QueueRow>;
}

/**
 * What the screen shows next, from what it shows now and what is true. What somebody is about to click never moves:
 * while the list is held, cards keep their places, new ones wait and, under the pointer, those that left stay.
 */
export function settle(shown: Layout, rows: readonly QueueRow[], hold: Hold): Layout {
  const byId = new Map(rows.map((row) => [row.handoff_id, row]));
  const here = new Set(shown.cards.map(({ row }) => row.handoff_id));
  const stays = (id: string) => hold.pointed || hold.keep.has(id);
  const cards = shown.cards.flatMap(({ row }) => {
    const present = byId.get(row.handoff_id);
    if (present !== undefined) return [{ row: present, gone: false }];
    if (!stays(row.handoff_id)) return [];
    return [{ row: hold.last?.get(row.handoff_id) ?? row, gone: true }];
  });
  if (hold.held) {
    const others = rows.filter((row) => !here.has(row.handoff_id) && row.intent === "escalate");
    return { cards, waiting: others.map((row) => row.handoff_id) };
  }
  return { cards: withGone(rows, cards), waiting: [] };
}

/** The rows in their order, and those that stay though they have left behind the card they stood behind. */
function withGone(rows: readonly QueueRow[], cards: readonly Settled[]): Settled[] {
  const result: Settled[] = rows.map((row) => ({ row, gone: false }));
  cards.forEach((card, index) => {
    if (!card.gone) return;
    const before = cards[index - 1]?.row.handoff_id;
    const place = before === undefined ? 0 : result.findIndex(({ row }) => row.handoff_id === before) + 1;
    result.splice(place, 0, card);
  });
  return result;
}
