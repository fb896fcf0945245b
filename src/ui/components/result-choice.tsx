import { STATUS_WORDS } from "../status-words.ts";
import { words } from "../words/spoken.ts";
import { ResultSign } from "./step-result.tsx";

const RESULTS = ["worked", "failed", "inconclusive", "skipped"] as const;

/** What a step led to, chosen among the four by their signs and words. */
export function ResultChoice() {
  return (
    <fieldset class="choices result-choice">
      <legend>{words.value.session.compose.step.result}</legend>
      <div class="segmented">
        {RESULTS.map((result) => (
          <label key={result} class="result" data-result={result}>
            <input type="radio" name="result" value={result} defaultChecked={result === "failed"} />
            <ResultSign result={result} />
            {STATUS_WORDS.step[result]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
