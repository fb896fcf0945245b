import { useEffect } from "preact/hooks";
import type { CardRow } from "../card-row.ts";
import { confidences, learnConfidence } from "../confidences.ts";
import { words } from "../words/spoken.ts";

/** How far the assessment of a handoff is, and how sure it is; nothing for one that gets none. */
export function AssessmentChip({ row }: { row: CardRow }) {
  const { assessment_status: status, assessment_confidence: told } = row;
  useEffect(() => learnConfidence(row), [row.handoff_id, status, told]);
  if (status === "none") return null;
  const said = words.value.queue.card;
  const confidence = told ?? confidences.value.get(row.handoff_id);
  return (
    <span class="chip" data-assessment={status} data-confidence={confidence}>
      {said.assessment[status]}
      {status === "ready" && confidence !== undefined && `, ${said.confidence[confidence]}`}
    </span>
  );
}
