import { z } from "zod";
import { Id } from "./id.ts";
import { Instant, InstantInput } from "./instant.ts";
import { VERDICTS } from "./handoff.ts";

/** `POST …/assessment-verdict`: what its holder makes of the assessment. */
export const AssessmentVerdict = z
  .strictObject({ verdict: z.enum(VERDICTS), comment: z.string().max(2_000).nullable().optional() })
  .meta({ id: "AssessmentVerdict" });
export type AssessmentVerdict = z.infer<typeof AssessmentVerdict>;

const count = z.int().min(0);
const verdicts = { right: count, partly: count, wrong: count, unrated: count };

export const AssessmentNumbersQuery = z.object({
  from: InstantInput.optional(),
  to: InstantInput.optional(),
  team_id: z.union([z.literal("all"), Id]).optional(),
});
export type AssessmentNumbersQuery = z.infer<typeof AssessmentNumbersQuery>;

/** `GET /analytics/assessments`: how often holders agreed with the assessments of escalations made in the range. */
export const AssessmentNumbers = z
  .object({
    from: Instant,
    to: Instant,
    assessment_verdicts: z.object(verdicts),
    by_source: z.array(z.object({ source: z.string(), model: z.string().nullable(), ...verdicts })),
  })
  .meta({ id: "AssessmentNumbers" });
export type AssessmentNumbers = z.infer<typeof AssessmentNumbers>;
