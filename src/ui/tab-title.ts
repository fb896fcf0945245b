import { computed, effect, signal } from "@preact/signals";
import { unseen } from "./unseen.ts";
import { queue } from "./feed.ts";
import { words } from "./words/spoken.ts";

const FLASH_MS = 1_000;

/** What the screen is called. */
export const pageTitle = signal("");

/** Escalations that wait. What is parked waits quietly: it is in the list and not in the tab's title. */
export const waitingCount = computed(
  () => queue.value.rows.filter((row) => row.intent === "escalate").length,
);

const isFlash = signal(false);

// At most once a second, and only while nobody looks.
effect(() => {
  if (unseen.value === 0) {
    isFlash.value = false;
    return undefined;
  }
  isFlash.value = true;
  const flash = setInterval(() => {
    isFlash.value = !isFlash.peek();
  }, FLASH_MS);
  return () => clearInterval(flash);
});

/** Keeps the tab's title and its icon; the answer ends it. */
export function keepTab(): () => void {
  const endTitle = effect(() => {
    if (pageTitle.value === "") return;
    const count = waitingCount.value === 0 ? "" : `(${waitingCount.value}) `;
    const news = words.value.queue.newEscalations(unseen.value);
    document.title = isFlash.value ? `● ${news} · Baton` : `${count}${pageTitle.value} · Baton`;
  });
  const endIcon = effect(() => {
    const icon = document.querySelector('link[rel="icon"]');
    icon?.setAttribute("href", unseen.value > 0 ? "/favicon-new.svg" : "/favicon.svg");
  });
  return () => {
    endTitle();
    endIcon();
  };
}
