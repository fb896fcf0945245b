import { signal } from "@preact/signals";

const SHOWN_MS = 8_000;

/** What the status region says; empty most of the time. */
export const announcement = signal("");

let count = 0;
let clearing: ReturnType<typeof setTimeout> | null = null;

/** Says that an escalation came in; several close together are said as one number. */
export function announceArrival(): void {
  count += 1;
  announcement.value = count === 1 ? "1 new escalation" : `${count} new escalations`;
  if (clearing !== null) clearTimeout(clearing);
  clearing = setTimeout(() => {
    count = 0;
    announcement.value = "";
  }, SHOWN_MS);
}
