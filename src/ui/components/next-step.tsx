import type { QueueRow } from "../../contract/handoff.ts";
import { now } from "../clock.ts";
import { inWords, momentWords } from "../time-words.ts";
import { words } from "../words/spoken.ts";

/**
 * What happens next with a handoff if nobody does anything; nothing where that is not known yet. A row says when, and not
 * whether people are reminded, more are told, or a holder loses it: the words hold for each of these.
 */
export function NextStep({ row }: { row: QueueRow }) {
  if (row.next_action_at === null) return null;
  const said = stepWords(row.status, row.intent, row.next_action_at);
  return said === null ? null : (
    <span class="next-step" title={momentWords(row.next_action_at)}>
      {said}
    </span>
  );
}

function stepWords(status: QueueRow["status"], intent: QueueRow["intent"], at: string): string | null {
  const said = words.value.queue.next;
  const when = inWords(at, now.value);
  if (status === "claimed") return said.check(when);
  if (status !== "open") return null;
  if (intent === "park") return said.wake(when);
  return Date.parse(at) <= now.value ? said.due : said.notice(when);
}
