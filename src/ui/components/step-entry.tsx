import type { Branch, Step } from "../../contract/session.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { words } from "../words/spoken.ts";
import { Ago } from "./ago.tsx";
import { LongText } from "./long-text.tsx";
import { ResultSign } from "./step-result.tsx";

interface Props {
  step: Step;
  /** Its place among the steps, from 1. */
  number: number;
  branches: readonly Branch[];
}

/** One step: what was tried, what it led to, what shows it, who did it and when. Claims of an assessment lead here. */
export function StepEntry({ step, number, branches }: Props) {
  const said = words.value.session.timeline;
  const branch = branches.find(({ id }) => id === step.branch_id);
  return (
    <li id={`step-${step.id}`} class="entry step" data-result={step.result} tabIndex={-1}>
      <span class="sign" data-result={step.result} aria-hidden="true">
        <ResultSign result={step.result} />
      </span>
      <div class="entry-body">
        <p class="entry-title">
          <span dir="auto">{step.title}</span>{" "}
          <span class="result" data-result={step.result}>
            {STATUS_WORDS.step[step.result]}
          </span>
        </p>
        {step.detail !== null && <LongText text={step.detail} />}
        <p class="quiet entry-facts">
          <span>{said.step(number)}</span>
          <bdi>{step.author_name ?? said.tool}</bdi>
          <Ago at={step.created_at} />
          {branch !== undefined && <bdi class="chip">{branch.label}</bdi>}
          {step.evidence_url !== null && (
            <a href={step.evidence_url} target="_blank" rel="noreferrer">
              {said.evidence}
            </a>
          )}
        </p>
      </div>
    </li>
  );
}
