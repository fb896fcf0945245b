import type { Assessment, Handoff } from "../../contract/handoff.ts";
import type { Step } from "../../contract/session.ts";
import { refWords } from "../ref-words.ts";

const CONFIDENCE: Record<Assessment["confidence"], string> = {
  low: "Low confidence: a first guess",
  medium: "Medium confidence: likely, not certain",
  high: "High confidence: the evidence fits well",
};

/** What a model, or the rules, make of the problem, and what each claim rests on. */
export function AssessmentSection({ handoff, steps }: { handoff: Handoff; steps: Step[] }) {
  const found = handoff.ai_assessment_data;
  if (found === null) return <p class="quiet">{missingWords(handoff.assessment_status)}</p>;
  return (
    <>
      <h3>Likely cause</h3>
      <p class="prose">{found.likely_cause}</p>
      <p>
        <span class="chip">{CONFIDENCE[found.confidence]}</span>{" "}
        <span class="quiet">
          From {found.source === "rules" ? "Baton's own rules" : found.source}
          {found.model !== null && ` (${found.model})`}
        </span>
      </p>
      {found.suggested_steps.length > 0 && (
        <>
          <h3>Suggested steps</h3>
          <ol>
            {found.suggested_steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </>
      )}
      {found.evidence.length > 0 && (
        <>
          <h3>What it rests on</h3>
          <ul class="evidence">
            {found.evidence.map(({ claim, refs, hypothesis }) => (
              <li key={claim}>
                {claim} {hypothesis && <span class="chip chip-hypothesis">hypothesis</span>}
                {refs.length > 0 && (
                  <span class="quiet"> ({refs.map((ref) => refWords(ref, steps)).join(", ")})</span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function missingWords(status: Handoff["assessment_status"]): string {
  switch (status) {
    case "pending":
      return "The assessment is on its way; it appears here by itself.";
    case "unavailable":
      return "No assessment could be made. What has been tried is complete without it.";
    case "none":
      return "A parked session gets no assessment.";
    case "ready":
      return "The assessment is ready but could not be read. Reload the page.";
    default:
      return status satisfies never;
  }
}
