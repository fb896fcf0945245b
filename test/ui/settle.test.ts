import { describe, expect, it } from "vitest";
import type { QueueRow } from "../../src/contract/handoff.ts";
import { type Hold, type Layout, NOTHING_SHOWN, settle } from "../../src/ui/settle.ts";
import { queueRow } from "./support/queue-event.ts";

const FREE: Hold = { pointed: false, keep: new Set(), held: false };
const POINTED: Hold = { pointed: true, keep: new Set(), held: true };
const rows = (...ids: string[]): QueueRow[] => ids.map((id) => queueRow({ handoff_id: id }));
const shown = (...ids: string[]) => settle(NOTHING_SHOWN, rows(...ids), FREE);
const seen = ({ cards }: Layout) =>
  cards.map(({ row, gone }) => (gone ? `(${row.handoff_id})` : row.handoff_id));

describe("while nobody has a hand on the list", () => {
  it("lets new cards in at their place and gone ones go", () => {
    expect(seen(settle(shown("b", "c"), rows("a", "c", "d"), FREE))).toEqual(["a", "c", "d"]);
  });

  it("keeps a lost claim where it was until it is read", () => {
    const kept = { ...FREE, keep: new Set(["b"]) };
    expect(seen(settle(shown("a", "b", "c"), rows("x", "a", "c"), kept))).toEqual(["x", "a", "(b)", "c"]);
    expect(seen(settle(shown("b", "c"), rows("x", "c"), kept))).toEqual(["(b)", "x", "c"]);
  });
});

describe("under the pointer", () => {
  it("moves nothing: what is new waits, what is gone stays", () => {
    const layout = settle(shown("a", "b", "c"), rows("x", "a", "c", "y"), POINTED);
    expect(seen(layout)).toEqual(["a", "(b)", "c"]);
    expect(layout.waiting).toEqual(["x", "y"]);
  });

  it("keeps the places also when the order changes, and shows the newest words", () => {
    const turned = [queueRow({ handoff_id: "b", priority: "critical" }), queueRow({ handoff_id: "a" })];
    const layout = settle(shown("a", "b"), turned, POINTED);
    expect(seen(layout)).toEqual(["a", "b"]);
    expect(layout.cards[1]?.row.priority).toBe("critical");
  });

  it("says of what is gone who has it now", () => {
    const last = new Map([["a", queueRow({ handoff_id: "a", status: "claimed" })]]);
    expect(settle(shown("a"), [], { ...POINTED, last }).cards[0]?.row.status).toBe("claimed");
  });

  it("does not ask for attention for what is parked", () => {
    const quiet = [...rows("a"), queueRow({ handoff_id: "p", intent: "park" })];
    expect(settle(shown("a"), quiet, POINTED).waiting).toEqual([]);
  });

  it("forgets a waiting card that somebody else took meanwhile", () => {
    const layout = settle(shown("a"), rows("x", "a"), POINTED);
    expect(settle(layout, rows("a"), POINTED).waiting).toEqual([]);
  });
});

describe("with the focus in the list", () => {
  it("keeps the focused card and lets others go", () => {
    const focused = { ...POINTED, pointed: false, keep: new Set(["b"]) };
    expect(seen(settle(shown("a", "b", "c"), rows("c"), focused))).toEqual(["(b)", "c"]);
  });

  it("lets 500 in together when they are asked for, and moves none before", () => {
    const many = rows(...Array.from({ length: 500 }, (_, index) => `n-${index}`));
    const held = settle(shown("a", "b"), [...many, ...rows("a", "b")], POINTED);
    expect(seen(held)).toEqual(["a", "b"]);
    expect(held.waiting).toHaveLength(500);
    const letIn = settle(held, [...many, ...rows("a", "b")], { ...POINTED, held: false });
    expect(letIn.cards).toHaveLength(502);
    expect(letIn.waiting).toEqual([]);
  });
});
