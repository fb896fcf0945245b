import type { RefObject } from "preact";
import { useKeys } from "./use-keys.ts";

/** The keys that move through a list of links: from the one that has the focus, or from the top. */
export function useRowKeys(list: RefObject<HTMLElement | null>, links: string): void {
  const move = (by: 1 | -1) => () => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>(links) ?? [])];
    const at = all.findIndex((link) => link === document.activeElement);
    const to = all[at === -1 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
    to?.focus();
    return to !== undefined;
  };
  useKeys({ down: move(1), up: move(-1) });
}
