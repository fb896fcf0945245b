import { signal } from "@preact/signals";

const TICK_MS = 5_000;

/** How far the server's clock is ahead of this machine's, in ms; set from the live channel. */
export const serverAhead = signal(0);

/** The present moment for everything that shows an age (ms); moves every few seconds while the page is looked at. */
export const now = signal(Date.now());

setInterval(() => {
  if (!document.hidden) now.value = Date.now() + serverAhead.peek();
}, TICK_MS);
document.addEventListener("visibilitychange", () => {
  now.value = Date.now() + serverAhead.peek();
});
