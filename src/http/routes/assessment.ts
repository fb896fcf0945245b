import { modelFor } from "../../assessment/model-for.ts";
import { AssessmentSettings, AssessmentStanding } from "../../contract/assessment-settings.ts";
import { AssessmentVerdict } from "../../contract/assessment-verdict.ts";
import { Handoff } from "../../contract/handoff.ts";
import {
  changeAssessmentSettings,
  getAssessmentSettings,
} from "../../domain/assessment/assessment-settings.ts";
import { judgeAssessment } from "../../domain/handoffs/judge-assessment.ts";
import { operation } from "../operation.ts";
import { HandoffPath, handoffKey } from "../path-ids.ts";
import { handoffExists } from "../session-exists.ts";

const tag = "Assessment";
const path = "/account/assessment";

export const assessmentRoutes = [
  operation({
    id: "judgeAssessment",
    method: "post",
    path: "/ai-sessions/{id}/handoffs/{hid}/assessment-verdict",
    summary: "The holder says whether the assessment was right",
    tag,
    right: "own",
    params: HandoffPath,
    body: AssessmentVerdict,
    exists: handoffExists,
    refuses: ["invalid_transition"],
    status: 200,
    answer: Handoff,
    run: ({ ctx, params, body }) => judgeAssessment(ctx, handoffKey(params), body),
  }),
  operation({
    id: "getAssessmentSettings",
    method: "get",
    path,
    summary:
      "Whether a language model may be asked, which one there is, and how often it was and may be asked today",
    tag,
    right: "administer",
    status: 200,
    answer: AssessmentStanding,
    run: async ({ c, ctx }) => ({ ...(await getAssessmentSettings(ctx)), model: configured(c.env) }),
  }),
  operation({
    id: "changeAssessmentSettings",
    method: "put",
    path,
    summary:
      "Switch the language model off or on, and set the calls a day (UTC) after which the rules answer",
    tag,
    right: "administer",
    body: AssessmentSettings,
    status: 200,
    answer: AssessmentStanding,
    run: async ({ c, ctx, body }) => ({
      ...(await changeAssessmentSettings(ctx, body)),
      model: configured(c.env),
    }),
  }),
];

/** The model of this deployment by name; neither its address nor its key. */
function configured(env: Env): AssessmentStanding["model"] {
  const model = modelFor(env);
  return model && { source: model.name, name: model.model };
}
