import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { QueueRow } from "../contract/handoff.ts";
import { type Layout, NOTHING_SHOWN, settle } from "./settle.ts";

export interface SettledList extends Layout {
  list: RefObject<HTMLUListElement | null>;
  /** Shows what has waited. */
  letIn: () => void;
  onPointerMove: (event: PointerEvent) => void;
  onPointerLeave: () => void;
  onFocusIn: (event: FocusEvent) => void;
  onFocusOut: (event: FocusEvent) => void;
}

interface Given {
  /** Another key is another list: it begins anew. */
  key: string;
  rows: readonly QueueRow[];
  left: ReadonlyMap<string, QueueRow>;
  /** Cards that stay in their place though they have left. */
  tried: Iterable<string>;
  /** Whether the list has been read; before that nothing can be new. */
  isRead: boolean;
}

/** What the list shows, so that nothing moves under somebody's hands. */
export function useSettled({ key, rows, left, tried, isRead }: Given): SettledList {
  const list = useRef<HTMLUListElement>(null);
  const shown = useRef<{ key: string; isRead: boolean; layout: Layout } | null>(null);
  const isLetIn = useRef(false);
  const isAtTop = useRef(true);
  const [isPointed, setPointed] = useState(false);
  const [focused, setFocused] = useState<string | null>(null);
  const [, again] = useState(0);

  useEffect(() => {
    const look = () => {
      isAtTop.current = (list.current?.getBoundingClientRect().top ?? 0) >= 0;
    };
    addEventListener("scroll", look, { passive: true });
    return () => removeEventListener("scroll", look);
  }, []);

  const before = shown.current;
  const isSame = before?.key === key && before.isRead;
  const layout = isSame ? before.layout : NOTHING_SHOWN;
  const isFree = isAtTop.current && !isPointed && focused === null && layout.waiting.length === 0;
  const next = settle(layout, rows, {
    pointed: isPointed,
    keep: new Set([...tried, ...(focused === null ? [] : [focused])]),
    held: isSame && !isFree && !isLetIn.current && layout.cards.length > 0,
    last: left,
  });
  isLetIn.current = false;
  shown.current = { key, isRead, layout: next };

  return {
    ...next,
    list,
    letIn: () => {
      isLetIn.current = true;
      again((count) => count + 1);
    },
    // A card that slides under a resting pointer is not pointed at; only a hand that moves points.
    onPointerMove: ({ pointerType }) => {
      if (pointerType !== "touch") setPointed(true);
    },
    onPointerLeave: () => setPointed(false),
    onFocusIn: ({ target }) => setFocused(cardOf(target)),
    onFocusOut: ({ relatedTarget }) => setFocused(cardOf(relatedTarget)),
  };
}

/** The handoff whose card holds an element. */
export function cardOf(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null;
  return target.closest("[data-handoff-card]")?.getAttribute("data-handoff-card") ?? null;
}
