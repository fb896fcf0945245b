import type { Handoff } from "../../contract/handoff.ts";
import { now } from "../clock.ts";
import { inWords, momentWords } from "../time-words.ts";
import { words } from "../words/spoken.ts";

interface Props {
  row: Pick<Handoff, "status" | "intent" | "next_action_at" | "next_escalation">;
  /** Whether its holder was reminded already, where the record is at hand. */
  isReminded?: boolean | undefined;
  /** Whether the holder is who looks at it. */
  isMine?: boolean;
}

/**
 * What happens next with a handoff if nobody does anything; nothing where that is not known yet. Whether a holder is
 * reminded or loses it, a row does not say: the words hold for both, where the record does not say more.
 */
export function NextStep({ row, isReminded, isMine = false }: Props) {
  if (row.next_action_at === null) return null;
  const said = stepWords(row, row.next_action_at, isReminded, isMine);
  return said === null ? null : (
    <span class="next-step" title={momentWords(row.next_action_at)}>
      {said}
    </span>
  );
}

function stepWords(
  { status, intent, next_escalation }: Props["row"],
  at: string,
  isReminded: boolean | undefined,
  isMine: boolean,
): string | null {
  const said = words.value.queue.next;
  const when = inWords(at, now.value);
  if (status === "claimed" && isReminded === undefined) return said.check(when);
  if (status === "claimed" && isReminded) return said.leaseEnd(when);
  if (status === "claimed") return isMine ? said.leaseReminderMine(when) : said.leaseReminder(when);
  if (status !== "open") return null;
  if (intent === "park") return said.wake(when);
  if (Date.parse(at) <= now.value) return said.due;
  return said.steps[next_escalation?.step ?? "remind"](when);
}
