import { signal } from "@preact/signals";

const SHOWN_MS = 8_000;

/** How many changes a break of the live channel has kept from this page, for a moment after it; null otherwise. */
export const caughtUp = signal<number | null>(null);

let until: string | null = null;
let clearing: ReturnType<typeof setTimeout> | null = null;

/** The channel is open again after a break that the page has told of; `at` is the server's present moment. */
export function backOnline(at: string): void {
  until = at;
  caughtUp.value = 0;
  if (clearing !== null) clearTimeout(clearing);
  clearing = setTimeout(() => {
    until = null;
    caughtUp.value = null;
  }, SHOWN_MS);
}

/** Counts an event that happened during the break. */
export function countMissed({ created_at }: { created_at: string }): void {
  if (until !== null && created_at <= until) caughtUp.value = (caughtUp.peek() ?? 0) + 1;
}
