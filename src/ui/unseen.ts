import { signal } from "@preact/signals";

/** Escalations that came while nobody looked at this tab. */
export const unseen = signal(0);

/** One has come in; it counts while the tab is in the background. */
export function countUnseen(): void {
  if (document.hidden) unseen.value += 1;
}

const look = () => {
  if (!document.hidden) unseen.value = 0;
};
document.addEventListener("visibilitychange", look);
addEventListener("focus", look);
