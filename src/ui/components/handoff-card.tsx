import { useId } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { QueueRow } from "../../contract/handoff.ts";
import { claim, forgetClaim, type ClaimTry } from "../claim.ts";
import { now } from "../clock.ts";
import { agoWords, lastedWords, momentWords } from "../time-words.ts";
import { AssessmentChip } from "./assessment-chip.tsx";
import { PriorityMark } from "./priority-mark.tsx";
import { ProblemNote } from "./problem-note.tsx";

interface Props {
  row: QueueRow;
  attempt: ClaimTry | undefined;
  mayPickUp: boolean;
  isFresh: boolean;
}

/** One waiting handoff: what it is about, since when, and the way to take it. */
export function HandoffCard({ row, attempt, mayPickUp, isFresh }: Props) {
  const titleId = useId();
  const { route } = useLocation();
  const address = `/sessions/${row.session_id}/handoffs/${row.handoff_id}`;
  const isClaiming = attempt?.kind === "claiming";
  const place = [row.problem_domain, row.customer, row.device].filter((part) => part !== null);
  const firstLine = row.engineer_notes.split("\n", 1)[0] ?? "";

  const pickUp = async () => {
    if (!isClaiming && (await claim(row))) route(address);
  };

  return (
    <li class={isFresh ? "card card-fresh" : "card"} data-priority={row.priority}>
      <div class="card-body">
        <h2 id={titleId}>
          <a href={address}>{row.problem_summary ?? "No problem described"}</a>
        </h2>
        <p class="card-facts">
          <PriorityMark priority={row.priority} />
          {row.intent === "park" && <span class="chip">Parked</span>}
          <AssessmentChip status={row.assessment_status} />
          {place.map((part) => (
            <span key={part}>{part}</span>
          ))}
        </p>
        {firstLine !== "" && <p class="card-notes">{firstLine}</p>}
        <p class="quiet">
          From {row.handed_off_by?.name ?? "a tool"}, waiting{" "}
          <time dateTime={row.created_at} title={momentWords(row.created_at)}>
            {lastedWords(row.created_at, now.value)}
          </time>
          {row.viewers.length > 0 &&
            ` · ${row.viewers.map((viewer) => viewer.name).join(", ")} looking at it`}
        </p>
        {attempt?.kind === "failed" && <ProblemNote problem={attempt.problem} sent />}
      </div>
      {attempt?.kind === "lost" ? (
        <div class="card-lost">
          <p role="alert">
            <strong>
              {attempt.by.name} picked this up {agoWords(attempt.at, now.value)}
            </strong>
          </p>
          <a href={address} onClick={() => forgetClaim(row.handoff_id)}>
            View context
          </a>
          <button type="button" onClick={() => forgetClaim(row.handoff_id)}>
            Dismiss
          </button>
        </div>
      ) : (
        mayPickUp && (
          <button
            type="button"
            class="primary"
            aria-describedby={titleId}
            aria-disabled={isClaiming}
            onClick={() => void pickUp()}
          >
            {isClaiming ? "Claiming…" : "Pick Up"}
          </button>
        )
      )}
    </li>
  );
}
