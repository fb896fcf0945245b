import { computed } from "@preact/signals";
import { now } from "./clock.ts";
import { queue } from "./feed.ts";
import { thresholdsOf } from "./wait-level.ts";

/** The account's thresholds of waiting, minutes, as the live queue shows them. */
export const thresholds = computed(() => thresholdsOf(queue.value.rows, now.value));
