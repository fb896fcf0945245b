import type { AssessmentVerdict } from "../../contract/assessment-verdict.ts";
import type { Handoff } from "../../contract/handoff.ts";
import type { DomainContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { changeHandoff } from "./change-handoff.ts";
import type { HandoffKey } from "./handoff-row.ts";
import { hasStanding } from "./handoff-standing.ts";

/**
 * The holder says whether the assessment was right; a later word takes the place of an earlier one.
 * @throws DomainError `not_found`, `forbidden`, `invalid_transition` (not claimed, or parked: there is no assessment)
 */
export function judgeAssessment(
  ctx: DomainContext,
  key: HandoffKey,
  { verdict, comment }: AssessmentVerdict,
): Promise<Handoff> {
  return changeHandoff(ctx, key, (handoff) => {
    const claimed = handoff.status === "claimed";
    if (claimed && !hasStanding(ctx, handoff, "holder")) {
      throw new DomainError("forbidden", "Only its holder may judge the assessment.");
    }
    if (!claimed) throw new DomainError("invalid_transition", "Nobody holds this handoff.");
    if (handoff.assessment_status === "none") {
      throw new DomainError("invalid_transition", "A parked session has no assessment.");
    }
    const change = { assessment_verdict: verdict, verdict_comment: comment || null };
    const { verdict_comment } = change;
    return {
      change,
      fact: {
        type: "handoff_updated",
        about: { handoff: handoff.id },
        details: {
          changed: ["assessment_verdict"],
          assessment_verdict: verdict,
          ...(verdict_comment && { verdict_comment }),
        },
      },
    };
  });
}
