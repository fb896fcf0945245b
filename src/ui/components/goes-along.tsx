import type { SessionDetail } from "../../contract/handoff.ts";
import { words } from "../words/spoken.ts";
import { StepResult } from "./step-result.tsx";

/** How many of the newest steps are shown; all go along. */
const SHOWN = 3;

/** What the snapshot of a hand-off takes along by itself, so that nobody writes it again. */
export function GoesAlong({ session }: { session: SessionDetail }) {
  const { handOff: said, noProblem } = words.value.session;
  const { steps, messages, branches } = session;
  const counts = [
    ...(steps.length > 0 ? [said.tried(steps.length)] : []),
    ...(messages.length > 0 ? [said.said(messages.length)] : []),
    ...(branches.length > 0 ? [said.branches(branches.length)] : []),
  ];
  return (
    <div class="goes-along">
      <h3>{said.along}</h3>
      <p dir="auto">{session.problem_summary ?? noProblem}</p>
      {steps.length === 0 ? (
        <p class="quiet">{said.noSteps}</p>
      ) : (
        <ul>
          {steps.slice(-SHOWN).map((step) => (
            <li key={step.id}>
              <StepResult result={step.result} /> <bdi>{step.title}</bdi>
            </li>
          ))}
        </ul>
      )}
      {counts.length > 0 && <p class="quiet">{counts.join(" · ")}</p>}
    </div>
  );
}
