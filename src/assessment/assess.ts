import type { AssessmentInput } from "../contract/assessment-input.ts";
import type { Assessment } from "../contract/handoff.ts";
import { type AskModel, askModel } from "./ask-model.ts";
import { assessmentPrompt } from "./assessment-prompt.ts";
import { checkAnswer } from "./check-answer.ts";
import { ModelFailure } from "./model-source.ts";
import { assessByRules } from "./rules.ts";

/**
 * An assessment from the best source that answers: the model, if there is one, the account lets it be asked, and it
 * gives a usable answer in time; else the rules. It says which source made it and how long that took, ms.
 */
export async function assess(input: AssessmentInput, how: AskModel): Promise<Assessment> {
  const started = how.now();
  const { prompt, known } = assessmentPrompt(input);
  const answer = await askModel(how, async (model, plain) => {
    const signal = AbortSignal.timeout(model.timeout);
    const checked = checkAnswer(await model.assess(prompt, { signal, plain }), known);
    if (!checked) throw new ModelFailure("unusable");
    return { ...checked, source: model.name, model: model.model };
  });
  return { ...(answer ?? assessByRules(input)), duration_ms: how.now() - started };
}
