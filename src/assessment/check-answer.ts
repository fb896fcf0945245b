import type { Assessment } from "../contract/handoff.ts";
import { isDrastic } from "./drastic-moves.ts";
import { ModelAnswer } from "./model-answer.ts";
import { plainText } from "./plain-text.ts";

/** An assessment travels in an event and is read in a minute. */
const CAUSE_CHARACTERS = 1_000;
const LINE_CHARACTERS = 500;
const STEPS = 8;
const CLAIMS = 16;
const REFS = 12;

export type CheckedAnswer = Pick<Assessment, "likely_cause" | "suggested_steps" | "confidence" | "evidence">;

/**
 * A model's answer as an assessment: text within bounds, and every claim with the steps, messages and sessions that it
 * really rests on. `known` gives the id for each name by which the model may call one. A claim that rests on nothing
 * that is there is a hypothesis. Null if it is no answer.
 */
export function checkAnswer(said: unknown, known: ReadonlyMap<string, string>): CheckedAnswer | null {
  const { data } = ModelAnswer.safeParse(said);
  if (!data) return null;
  const likely_cause = plainText(data.likely_cause, CAUSE_CHARACTERS);
  if (likely_cause === "") return null;
  return {
    likely_cause,
    suggested_steps: data.suggested_steps
      .map(line)
      // Whatever it was talked into: nobody is told to destroy something or to open a door.
      .filter((step) => isSaid(step) && !isDrastic(step))
      .slice(0, STEPS),
    confidence: data.confidence,
    evidence: data.evidence
      .map(({ claim, refs }) => {
        const real = [...new Set(refs.flatMap((ref) => known.get(ref.trim()) ?? []))].slice(0, REFS);
        return { claim: line(claim), refs: real, hypothesis: real.length === 0 };
      })
      .filter(({ claim }) => isSaid(claim))
      .slice(0, CLAIMS),
  };
}

function line(text: string): string {
  return plainText(text, LINE_CHARACTERS);
}

function isSaid(text: string): boolean {
  return text !== "";
}
