import type { Step } from "../../contract/session.ts";
import { StepResult } from "./step-result.tsx";

/** One step: what was tried, what it led to, and what shows it. */
export function StepBody({ step }: { step: Pick<Step, "title" | "result" | "detail" | "evidence_url"> }) {
  return (
    <>
      <p>
        <strong>{step.title}</strong> <StepResult result={step.result} />
      </p>
      {step.detail !== null && <p class="prose">{step.detail}</p>}
      {step.evidence_url !== null && (
        <p>
          <a href={step.evidence_url} target="_blank" rel="noreferrer">
            Evidence
          </a>
        </p>
      )}
    </>
  );
}
