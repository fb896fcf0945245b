import { useId } from "preact/hooks";
import type { QueueRow } from "../../contract/handoff.ts";
import type { ClaimTry } from "../claim.ts";
import { handoffAddress } from "../handoff-address.ts";
import { words } from "../words/spoken.ts";
import { AssessmentChip } from "./assessment-chip.tsx";
import { CardActions, type CardVerbs } from "./card-actions.tsx";
import { type CardForm, CardForms } from "./card-forms.tsx";
import { HandoffChip } from "./handoff-chip.tsx";
import { LookingAtIt } from "./looking-at-it.tsx";
import { LostClaim } from "./lost-claim.tsx";
import { NextStep } from "./next-step.tsx";
import { OccurrenceMark } from "./occurrence-mark.tsx";
import { PriorityMark } from "./priority-mark.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { WaitMark } from "./wait-mark.tsx";

interface Props extends CardVerbs {
  row: QueueRow;
  /** It has left the list and keeps its place for now. */
  gone: boolean;
  attempt: ClaimTry | undefined;
  form: CardForm | null;
  isFresh: boolean;
}

/** One handoff: what it is about, since when, what happens next, and the way to take it. */
export function HandoffCard({ row, gone, attempt, form, isFresh, pickUp, openForm }: Props) {
  const titleId = useId();
  const said = words.value.queue;
  const firstLine = row.engineer_notes.trimStart().split("\n", 1)[0] ?? "";
  const place = [row.problem_domain, row.customer, row.device].filter((part) => part !== null);
  const isOpen = row.status === "open" && !gone;

  return (
    <li
      class={isFresh ? "card card-fresh" : "card"}
      data-handoff-card={row.handoff_id}
      data-priority={row.priority}
      data-gone={gone}
    >
      <div class="card-body">
        <h2 id={titleId} class="card-title">
          <a href={handoffAddress(row)} dir="auto">
            {row.problem_summary ?? said.noProblem}
          </a>
        </h2>
        <p class="card-facts">
          <PriorityMark priority={row.priority} />
          {isOpen && <WaitMark row={row} />}
          <OccurrenceMark row={row} />
          <span>{said.card.from(row.handed_off_by?.name ?? row.handed_off_by_tool ?? said.card.aTool)}</span>
          {place.map((part) => (
            <span key={part}>{part}</span>
          ))}
        </p>
        {firstLine !== "" && (
          <p class="card-notes" dir="auto">
            {firstLine}
          </p>
        )}
        <p class="card-state">
          {row.intent === "park" && !isOpen && <span class="chip">{said.card.parked}</span>}
          {!isOpen && !gone && <HandoffChip handoff={row} />}
          <AssessmentChip row={row} />
          {!gone && <NextStep row={row} />}
          <LookingAtIt people={row.viewers} says={said.card.looking} />
        </p>
        {attempt?.kind === "failed" && <ProblemNote problem={attempt.problem} sent />}
        {attempt?.kind === "lost" && <LostClaim row={row} by={attempt.by} at={attempt.at} />}
        {form !== null && <CardForms row={row} form={form} onClose={() => openForm(row, null)} />}
      </div>
      {attempt?.kind !== "lost" && form !== "release" && (
        <CardActions
          row={row}
          gone={gone}
          isClaiming={attempt?.kind === "claiming"}
          titleId={titleId}
          pickUp={pickUp}
          openForm={openForm}
        />
      )}
    </li>
  );
}
