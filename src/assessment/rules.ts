import type { AssessmentInput } from "../contract/assessment-input.ts";
import type { Assessment } from "../contract/handoff.ts";
import { toSettle } from "../contract/start-here.ts";
import { isDrastic } from "./drastic-moves.ts";
import { isTried, movesOfDomain } from "./next-moves.ts";
import { type SimilarSession, similarSessions } from "./similar-sessions.ts";
import { type FoundSymptom, type OnRecord, findSymptom } from "./symptoms/known-symptoms.ts";

type Claim = Assessment["evidence"][number];
type Step = AssessmentInput["steps"][number];

/** An assessment is read in a minute and travels in an event: the newest steps of a kind say it. */
const CLAIMS_OF_A_KIND = 8;
const REFS_OF_A_CAUSE = 8;
const SUGGESTIONS = 6;
const UNDECIDED_FIRST = 3;

/** A resolved session that is so much alike probably had the same cause. */
const SAME_CAUSE = 0.6;

/**
 * A deterministic assessment over what is on record: no model, no network. It says what the record supports, names the
 * usual cause of what it shows and what resolved the like before, and marks what it concludes as a hypothesis.
 */
export function assessByRules(input: AssessmentInput): Assessment {
  const by = (result: Step["result"]) => input.steps.filter((step) => step.result === result);
  const newest = (steps: Step[]) => steps.slice(-CLAIMS_OF_A_KIND);
  const [worked, failed, open] = [by("worked"), by("failed"), by("inconclusive")];
  const symptom = findSymptom(recordOf(input));
  const similar = similarSessions(input);
  const cause = causeOf(input, { worked, failed, open, symptom, similar });
  return {
    likely_cause: cause.claim,
    suggested_steps: suggest(input, { open, symptom, similar }),
    // Rules see what was tried, not why: they never claim more.
    confidence:
      worked.length > 0 || failed.length + open.length >= 2 || (symptom?.refs.length ?? 0) > 0
        ? "medium"
        : "low",
    evidence: [
      cause,
      ...newest(worked).map((step) => claimOf(step, "worked")),
      ...newest(failed).map((step) => claimOf(step, "did not help")),
      ...newest(open).map((step) => claimOf(step, "was inconclusive")),
      ...similar.map(resolvedBefore),
    ],
    source: "rules",
    model: null,
    duration_ms: 0,
  };
}

/** All texts that may show a symptom. What an assistant said is a guess already, and shows nothing. */
function recordOf(input: AssessmentInput): OnRecord[] {
  const plain = [input.problem_summary, input.problem_domain, input.engineer_notes, input.intake];
  return [
    ...plain.flatMap((text) => (text ? [{ text, ref: null }] : [])),
    ...input.steps.map(({ id, title, detail }) => ({ text: `${title} ${detail ?? ""}`, ref: id })),
    ...input.messages
      .filter(({ role }) => role !== "assistant")
      .map(({ id, content }) => ({ text: content, ref: id })),
  ];
}

interface Findings {
  worked: Step[];
  failed: Step[];
  open: Step[];
  symptom: FoundSymptom | null;
  similar: SimilarSession[];
}

function causeOf(input: AssessmentInput, { worked, failed, open, symptom, similar }: Findings): Claim {
  const concluded = (claim: string, refs: string[]): Claim => ({
    claim,
    refs: refs.slice(-REFS_OF_A_CAUSE),
    hypothesis: true,
  });
  const [helped, undecided, alike] = [worked.at(-1), open.at(-1), similar[0]];
  // What this account has seen before says more than what is usual anywhere.
  if (alike && alike.likeness >= SAME_CAUSE) {
    const { problem_summary, id } = alike.session;
    return concluded(`Probably the same as in “${problem_summary}”, which was resolved before.`, [id]);
  }
  if (symptom) return concluded(symptom.cause, symptom.refs);
  if (helped) return concluded(`The cause is likely where “${helped.title}” made a difference.`, [helped.id]);
  if (undecided) {
    return concluded(`Not decided: “${undecided.title}” was inconclusive, and the cause may lie there.`, [
      undecided.id,
    ]);
  }
  const problem = input.problem_summary ?? input.messages.find(({ role }) => role === "user")?.content;
  if (failed.length > 0) {
    return concluded(
      causeBeyond(failed, problem),
      failed.map(({ id }) => id),
    );
  }
  if (!problem) return concluded("Not enough is on record to name a cause.", []);
  const area = input.problem_domain ? `, most likely in ${input.problem_domain}` : "";
  return concluded(`${sentence(problem)}: nothing has been tried yet${area}.`, []);
}

function causeBeyond(failed: readonly Step[], problem: string | undefined): string {
  const tried = failed
    .slice(-3)
    .map((step) => `“${step.title}”`)
    .join(", ");
  return `${problem ? `${sentence(problem)}: n` : "N"}ot explained by what ${tried} would have fixed.`;
}

function claimOf(step: Step, result: string): Claim {
  const detail = step.detail ? ` (${sentence(step.detail).slice(0, 200)})` : "";
  return { claim: `“${step.title}” ${result}${detail}.`, refs: [step.id], hypothesis: false };
}

function resolvedBefore({ session }: SimilarSession): Claim {
  const { id, problem_summary, resolution, worked } = session;
  return {
    claim: `“${problem_summary}” was resolved before: ${sentence(resolution)}.`,
    refs: worked ? [id, worked.id] : [id],
    hypothesis: false,
  };
}

/** First what was left undecided, then what resolved the like, then the moves for the symptom and the domain that nobody has made. */
function suggest(
  input: AssessmentInput,
  { open, symptom, similar }: Pick<Findings, "open" | "symptom" | "similar">,
): string[] {
  const undecided = open
    .filter(({ title }) => !isDrastic(title))
    .slice(-UNDECIDED_FIRST)
    .map(({ title }) => toSettle(title));
  const before = similar
    .filter(({ session }) => !isDrastic(session.resolution) && !isTried(session.resolution, input.steps))
    .slice(0, 1)
    .map(({ session }) => `Check whether this helps as it did before: ${sentence(session.resolution)}.`);
  const moves = [...(symptom?.moves ?? []), ...movesOfDomain(input)];
  const untried = moves.filter((move) => !isTried(move, input.steps));
  const suggested = [...new Set([...undecided, ...before, ...untried])].slice(0, SUGGESTIONS);
  return suggested.length > 0 ? suggested : ["Go through what was tried once more, and note what changed."];
}

/** A text as the beginning of a sentence: without its full stop. */
function sentence(text: string): string {
  return text.trim().replace(/\.$/, "");
}
