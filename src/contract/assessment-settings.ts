import { z } from "zod";

/**
 * Whether anything of this account may go to a language model, and how many calls a day (UTC) at most. Past that, or
 * switched off, the rules answer, and nothing leaves.
 */
export const AssessmentSettings = z
  .strictObject({
    use_model: z.boolean(),
    model_calls_per_day: z.int().min(0).max(100_000),
  })
  .meta({ id: "AssessmentSettings" });
export type AssessmentSettings = z.infer<typeof AssessmentSettings>;

/** What every account begins with. */
export const FIRST_ASSESSMENT_SETTINGS: AssessmentSettings = { use_model: true, model_calls_per_day: 500 };
