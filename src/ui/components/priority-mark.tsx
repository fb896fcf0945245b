import type { Priority } from "../../contract/handoff-lifecycle.ts";
import { STATUS_WORDS } from "../status-words.ts";

const SHAPES: Record<Priority, string> = {
  critical: "M6 .5 11.5 6 6 11.5.5 6Z",
  high: "M6 1.5 11.5 11H.5Z",
  normal: "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z",
  low: "M6 10.5.5 3h11Z",
};

/** A priority as a word with a shape of its own, so that colour is never alone. */
export function PriorityMark({ priority }: { priority: Priority }) {
  return (
    <span class="priority" data-priority={priority}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d={SHAPES[priority]} />
      </svg>
      {STATUS_WORDS.priority[priority]}
    </span>
  );
}
