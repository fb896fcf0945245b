import type { Assessment, Handoff } from "../../contract/handoff.ts";
import type { Step } from "../../contract/session.ts";
import { locale } from "../duration-words.ts";
import { type FoundRef, refWords } from "../ref-words.ts";
import { useRefs } from "../use-refs.ts";
import { words } from "../words/spoken.ts";

const NO_CLAIMS: Assessment["evidence"] = [];

/** What a model, or the rules, make of the problem, and what each claim rests on. */
export function AssessmentSection({ handoff, steps }: { handoff: Handoff; steps: Step[] }) {
  const found = handoff.ai_assessment_data;
  const refs = useRefs(found?.evidence ?? NO_CLAIMS, handoff.session_id, steps);
  const said = words.value.session.assessment;
  if (found === null) {
    const status = handoff.assessment_status;
    return (
      <p class="assessment-missing quiet" data-assessment={status}>
        {said.missing[status]}
      </p>
    );
  }
  // The rules know English alone; a model writes in the language of the record.
  const lang = found.source === "rules" ? "en" : undefined;
  return (
    <>
      <div class="cause">
        <h3>{said.cause}</h3>
        <p class="prose" dir="auto" lang={lang}>
          {found.likely_cause}
        </p>
        <p class="confidence" data-confidence={found.confidence}>
          <ConfidenceMark confidence={found.confidence} />
          {said.confidence[found.confidence]}
        </p>
      </div>
      {found.suggested_steps.length > 0 && (
        <div>
          <h3>{said.steps}</h3>
          <ol class="suggested" lang={lang}>
            {found.suggested_steps.map((step) => (
              <li key={step} dir="auto">
                {step}
              </li>
            ))}
          </ol>
        </div>
      )}
      {found.evidence.length > 0 && (
        <div>
          <h3>{said.rests}</h3>
          <ul class="evidence">
            {found.evidence.map((evidence) => (
              <Claim
                key={evidence.claim}
                evidence={evidence}
                lang={lang}
                onScreen={{ session_id: handoff.session_id, steps, found: refs }}
              />
            ))}
          </ul>
        </div>
      )}
      <p class="quiet">
        {found.source === "rules"
          ? said.rules
          : said.model(found.model ?? found.source, seconds(found.duration_ms))}
      </p>
    </>
  );
}

interface ClaimProps {
  lang: "en" | undefined;
  evidence: Assessment["evidence"][number];
  onScreen: { session_id: string; steps: readonly Step[]; found: ReadonlyMap<string, FoundRef> };
}

/** How long the model took, to a tenth. */
function seconds(ms: number): string {
  const format = { style: "unit", unit: "second", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale(), format).format(ms / 1_000);
}

/** A sentence, where to see what it rests on, and that it is a hypothesis where it rests on nothing firm. */
function Claim({ evidence: { claim, refs, hypothesis }, lang, onScreen }: ClaimProps) {
  const said = words.value.session.assessment;
  return (
    <li>
      <span dir="auto" lang={lang}>
        {claim}
      </span>{" "}
      {(hypothesis || refs.length === 0) && <span class="chip chip-hypothesis">{said.hypothesis}</span>}
      {refs.map((ref) => {
        const { says, href } = refWords(ref, onScreen);
        return href === null ? (
          <span key={ref} class="ref quiet">
            {says}
          </span>
        ) : (
          <a key={ref} class="ref" href={href}>
            {says}
          </a>
        );
      })}
    </li>
  );
}

const LEVELS = { low: 1, medium: 2, high: 3 } as const;

/** Three bars of which as many are full as the assessment is sure; the words beside it say it too. */
function ConfidenceMark({ confidence }: { confidence: Assessment["confidence"] }) {
  return (
    <svg viewBox="0 0 20 12" width="20" height="12" aria-hidden="true">
      {[1, 2, 3].map((bar) => (
        <rect
          key={bar}
          x={(bar - 1) * 7}
          y={12 - bar * 4}
          width="5"
          height={bar * 4}
          rx="1"
          data-full={bar <= LEVELS[confidence]}
        />
      ))}
    </svg>
  );
}
