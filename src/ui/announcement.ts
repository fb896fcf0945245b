import { signal } from "@preact/signals";
import { words } from "./words/spoken.ts";

const GATHER_MS = 300;
const SHOWN_MS = 8_000;

/** What the status region says; empty most of the time. */
export const announcement = signal("");

let count = 0;
let gathering: ReturnType<typeof setTimeout> | null = null;
let clearing: ReturnType<typeof setTimeout> | null = null;

/** Says that an escalation came in; several close together are said as one number. */
export function announceArrival(): void {
  count += 1;
  gathering ??= setTimeout(() => {
    gathering = null;
    announce(words.peek().queue.newEscalations(count));
  }, GATHER_MS);
}

/** Says something once, politely. */
export function announce(said: string): void {
  announcement.value = said;
  if (clearing !== null) clearTimeout(clearing);
  clearing = setTimeout(() => {
    count = 0;
    announcement.value = "";
  }, SHOWN_MS);
}
