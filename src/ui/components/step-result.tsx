import type { Step } from "../../contract/session.ts";
import { STATUS_WORDS } from "../status-words.ts";

/** Drawn, because not every font has these signs. */
const SIGNS: Record<Step["result"], string> = {
  worked: "m2 6.5 2.8 3L10 3",
  failed: "m2.5 2.5 7 7m0-7-7 7",
  inconclusive: "M4 4.2a2 2 0 1 1 2.9 1.8q-.9.5-.9 1.4m0 2.4v.1",
  skipped: "M2.5 6h7",
};

/** The sign of what a step led to; the word stands beside it. */
export function ResultSign({ result }: { result: Step["result"] }) {
  return (
    <svg class="result-sign" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={SIGNS[result]} />
    </svg>
  );
}

/** What a step led to, as a sign and a word. */
export function StepResult({ result }: { result: Step["result"] }) {
  return (
    <span class="result" data-result={result}>
      <ResultSign result={result} /> {STATUS_WORDS.step[result]}
    </span>
  );
}
