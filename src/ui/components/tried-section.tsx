import type { HandoffDetail } from "../../contract/handoff.ts";
import { words } from "../words/spoken.ts";
import { StepEntry } from "./step-entry.tsx";

/** What was tried before, as steps with their results and evidence. */
export function TriedSection({ detail }: { detail: HandoffDetail }) {
  const { handoff, steps, branches } = detail;
  const said = words.value.session.context;
  return (
    <>
      {handoff.snapshot.steps_omitted !== undefined && (
        <p class="quiet">{said.omitted(handoff.snapshot.steps_omitted)}</p>
      )}
      {steps.length === 0 ? (
        <p class="quiet">{said.noSteps}</p>
      ) : (
        <ol class="entries">
          {steps.map((step, place) => (
            <StepEntry key={step.id} step={step} number={place + 1} branches={branches} />
          ))}
        </ol>
      )}
    </>
  );
}
