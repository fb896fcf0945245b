import type { QueueRow } from "../../contract/handoff.ts";
import { now } from "../clock.ts";
import { lastedWords, momentWords } from "../time-words.ts";
import { thresholds } from "../thresholds.ts";
import { waitLevel } from "../wait-level.ts";
import { words } from "../words/spoken.ts";

/** An empty ring, a half-full one, a full one with a mark: each level has a shape of its own. */
const SHAPES = [
  "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm0 2a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z",
  "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm0 2v9a4.5 4.5 0 0 0 0-9Z",
  "M8 .5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15ZM7 4v5h2V4Zm0 6.2V12h2v-1.8Z",
] as const;

/** How long a handoff has waited, in text, shape and colour; what is parked rests, and nobody is late. */
export function WaitMark({ row }: { row: QueueRow }) {
  const said = words.value.queue.card;
  const lasted = lastedWords(row.created_at, now.value);
  if (row.intent === "park") {
    return (
      <span class="wait" title={momentWords(row.created_at)}>
        <span class="chip">{said.parked}</span>
        <time dateTime={row.created_at}>{said.rests(lasted)}</time>
      </span>
    );
  }
  const level = waitLevel(row, thresholds.value, now.value);
  return (
    <span class="wait" data-level={level} title={`${said.levels[level]} · ${momentWords(row.created_at)}`}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path fill-rule="evenodd" d={SHAPES[level]} />
      </svg>
      <time dateTime={row.created_at}>{said.waits(lasted)}</time>
    </span>
  );
}
