import type { LoggedEvent } from "../../contract/event.ts";
import type { Handoff } from "../../contract/handoff.ts";
import type { Person } from "../../contract/person.ts";
import { useMe } from "../use-me.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";
import { HandoffChip } from "./handoff-chip.tsx";
import { LookingAtIt } from "./looking-at-it.tsx";
import { NextStep } from "./next-step.tsx";
import { OccurrenceMark } from "./occurrence-mark.tsx";
import { PriorityMark } from "./priority-mark.tsx";

interface Props {
  handoff: Handoff;
  /** The tool that the session came from. */
  tool: string | null;
  timeline: readonly LoggedEvent[];
  /** The others who look at it. */
  lookers: readonly Person[];
}

/** How a handoff stands: how urgent, since when, who holds it, what happens next and who looks at it. */
export function HandoffState({ handoff, tool, timeline, lookers }: Props) {
  const me = useMe();
  const said = words.value.session.context;
  const from = handoff.handed_off_by_name ?? tool ?? said.tool;
  return (
    <>
      <HandoffChip handoff={handoff} />
      <PriorityMark priority={handoff.priority} />
      <OccurrenceMark row={{ ...handoff, last_seen_at: null }} />
      <span>
        {handoff.intent === "park" ? said.parkedBy(from) : said.escalatedBy(from)}{" "}
        <Ago at={handoff.created_at} />
      </span>
      {handoff.claimed_by !== null && handoff.claimed_at !== null && (
        <span class="holder">
          {handoff.claimed_by === me.user.id ? said.youHold : said.holds(handoff.claimed_by_name ?? "")}{" "}
          <Ago at={handoff.claimed_at} />
        </span>
      )}
      <NextStep
        row={handoff}
        isReminded={isReminded(handoff, timeline)}
        isMine={handoff.claimed_by === me.user.id}
      />
      <LookingAtIt people={lookers} says={said.looking} />
    </>
  );
}

/** Whether its holder was reminded since they took it; unknown where they may have worked on it after that. */
function isReminded(handoff: Handoff, timeline: readonly LoggedEvent[]): boolean | undefined {
  const since = handoff.claimed_at ?? handoff.created_at;
  const reminders = timeline.filter(
    ({ type, created_at }) => type === "handoff_reminded" && created_at > since,
  );
  if (reminders.length === 0) return false;
  const last = timeline.findLast(({ type }) => type !== "delivery_changed");
  return last?.type === "handoff_reminded" ? true : undefined;
}
