import { computed, effect, signal } from "@preact/signals";
import { live, queueList } from "./feed.ts";
import { freshnessOf } from "./freshness.ts";

const TICK_MS = 500;
const moment = signal(Date.now());

// The words count seconds only while something is broken.
effect(() => {
  if (live.value?.kind !== "down") return undefined;
  moment.value = Date.now();
  const tick = setInterval(() => {
    moment.value = Date.now();
  }, TICK_MS);
  return () => clearInterval(tick);
});

/** How fresh everything on the page is. */
export const freshness = computed(() => freshnessOf(live.value, moment.value, queueList.read.value.at));

/** Whether nothing can be sent, because the server has not been heard of for long. */
export const isOffline = computed(() => freshness.value.kind === "offline");

/** Where the page says why actions wait, for buttons to refer to. */
export const OFFLINE_WHY = "offline-why";
