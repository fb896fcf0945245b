import type { Step } from "../../contract/session.ts";
import { STATUS_WORDS } from "../status-words.ts";

const SIGNS: Record<Step["result"], string> = { worked: "✓", failed: "✕", inconclusive: "?", skipped: "–" };

/** What a step led to, as a sign and a word. */
export function StepResult({ result }: { result: Step["result"] }) {
  return (
    <span class="result" data-result={result}>
      <span aria-hidden="true">{SIGNS[result]} </span>
      {STATUS_WORDS.step[result]}
    </span>
  );
}
