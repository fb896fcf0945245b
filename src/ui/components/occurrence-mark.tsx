import type { QueueRow } from "../../contract/handoff.ts";
import { momentWords } from "../time-words.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";

type Row = Pick<QueueRow, "occurrences" | "last_seen_at" | "created_at">;

/** How often a tool has reported something, and when first and last; nothing where once is all. */
export function OccurrenceMark({ row: { occurrences, last_seen_at, created_at } }: { row: Row }) {
  const said = words.value.alerts;
  if (occurrences < 2) return null;
  return (
    <span class="occurrences" title={`${said.first}: ${momentWords(created_at)}`}>
      <strong aria-hidden="true">{said.times(occurrences)}</strong>
      <span class="unseen">{said.timesWords(occurrences)}</span>
      {last_seen_at !== null && (
        <>
          {" "}
          {said.last} <Ago at={last_seen_at} />
        </>
      )}
    </span>
  );
}
