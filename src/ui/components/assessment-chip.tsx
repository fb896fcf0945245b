import type { QueueRow } from "../../contract/handoff.ts";

const WORDS = {
  pending: "Assessment on its way",
  ready: "Assessment ready",
  unavailable: "No assessment to be had",
};

/** How far the assessment of a handoff is; nothing for one that gets none. */
export function AssessmentChip({ status }: { status: QueueRow["assessment_status"] }) {
  if (status === "none") return null;
  return (
    <span class="chip" data-assessment={status}>
      {WORDS[status]}
    </span>
  );
}
