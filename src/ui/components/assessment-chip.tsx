import type { CardRow } from "../card-row.ts";
import { words } from "../words/spoken.ts";

/** How far the assessment of a handoff is, and how sure it is; nothing for one that gets none. */
export function AssessmentChip({ row }: { row: CardRow }) {
  const { assessment_status: status, assessment_confidence: confidence } = row;
  if (status === "none") return null;
  const said = words.value.queue.card;
  return (
    <span class="chip" data-assessment={status}>
      {said.assessment[status]}
      {status === "ready" && confidence !== undefined && `, ${said.confidence[confidence]}`}
    </span>
  );
}
