import { assess } from "../../../src/assessment/assess.ts";
import { modelFor } from "../../../src/assessment/model-for.ts";
import type { ModelSource } from "../../../src/assessment/model-source.ts";
import type { Assessment } from "../../../src/contract/handoff.ts";
import { inputOf } from "./case.ts";
import { CASES, JUDGEMENTS, judge } from "./judge.ts";

/** `npm run eval:assessment`: every source over all cases. A model is asked where `AI_BASE_URL` and `AI_MODEL` name one. */
async function evaluate(name: string, model: ModelSource | null): Promise<void> {
  const found = Object.fromEntries(JUDGEMENTS.map((judgement) => [judgement, 0]));
  let answered = 0;
  for (const given of CASES) {
    const assessment: Assessment = await assess(inputOf(given), {
      model,
      mayAsk: async () => true,
      now: Date.now,
    });
    if (model && assessment.source !== "rules") answered++;
    const judgement = judge(given, assessment);
    found[judgement] = (found[judgement] ?? 0) + 1;
    if (judgement !== "right") console.log(`  ${judgement}: ${given.name}: ${assessment.likely_cause}`);
  }
  const figures = JUDGEMENTS.map((judgement) => `${judgement} ${found[judgement]}`).join(", ");
  const fallback = model ? ` (the model answered ${answered}; the rules answered for it otherwise)` : "";
  console.log(`${name}: ${figures} of ${CASES.length}${fallback}`);
}

await evaluate("rules", null);
const { AI_BASE_URL, AI_API_KEY, AI_MODEL } = process.env;
const model = modelFor({
  ...(AI_BASE_URL && { AI_BASE_URL }),
  ...(AI_API_KEY && { AI_API_KEY }),
  ...(AI_MODEL && { AI_MODEL }),
});
if (model) await evaluate(`${model.name} ${model.model}`, model);
