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

/** The settings with what they are about: the model that this deployment has, and how much of it was used. */
export const AssessmentStanding = AssessmentSettings.extend({
  model: z
    .object({ source: z.enum(["openai_compatible", "workers_ai"]), name: z.string() })
    .nullable()
    .describe("Null: none is configured, and the rules answer everything"),
  calls_today: z.int().describe("Calls that were made since the day (UTC) began"),
}).meta({ id: "AssessmentStanding" });
export type AssessmentStanding = z.infer<typeof AssessmentStanding>;

/** What every account begins with. */
export const FIRST_ASSESSMENT_SETTINGS: AssessmentSettings = { use_model: true, model_calls_per_day: 500 };
