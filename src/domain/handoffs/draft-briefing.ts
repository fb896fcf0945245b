import type { HandoffDetail } from "../../contract/handoff.ts";
import type { Message, Step } from "../../contract/session.ts";
import { startHere, startHereInWords } from "../../contract/start-here.ts";

/** What a briefing rests on. */
export type Briefed = Pick<HandoffDetail, "handoff" | "session" | "steps" | "branches"> & {
  /** The newest, oldest first. */
  messages: Message[];
};

/** A briefing is read in a minute: the newest steps of a kind, the last words, and of each so much. */
const STEPS_OF_A_KIND = 6;
const LAST_WORDS = 3;
const DETAIL_CHARACTERS = 240;

const CONFIDENCE = { low: "a first guess", medium: "likely, not certain", high: "the evidence fits well" };

/** The briefing of a handoff from what is on record: what it is about, what was tried, what is likely, what is open, and where to start. */
export function draftBriefing(briefed: Briefed): string {
  const { handoff, session, steps, messages } = briefed;
  const by = (result: Step["result"]) => steps.filter((step) => step.result === result);
  const place = [session.customer, session.contact, session.device].filter((part) => part !== null);
  const assessed = handoff.ai_assessment_data;
  const parts: [string, string[]][] = [
    [
      "Problem",
      [session.problem_summary ?? "Not summarised.", ...(place.length > 0 ? [place.join(" · ")] : [])],
    ],
    [
      `What ${handoff.handed_off_by_name ?? "the tool"} says`,
      handoff.engineer_notes ? [handoff.engineer_notes] : [],
    ],
    ["What was written last", messages.slice(-LAST_WORDS).map(saying)],
    ["What worked", told(by("worked"))],
    ["What did not help", told(by("failed"))],
    ["Likely cause", assessed ? [`${assessed.likely_cause} (${CONFIDENCE[assessed.confidence]})`] : []],
    ["Open questions", openQuestions(briefed)],
  ];
  const text = parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}\n${lines.join("\n")}`)
    .join("\n\n");
  return `${text}\n\n${endOfBriefing(briefed)}`;
}

/** What every briefing ends with, whoever wrote it: the single next action, and why. */
export function endOfBriefing(briefed: Briefed): string {
  const { action, reason } = startHereInWords(startHere(briefed));
  return `Start here\n${action}\nWhy: ${reason}`;
}

function openQuestions({ handoff, session, steps, branches }: Briefed): string[] {
  const assessed = handoff.ai_assessment_data;
  return [
    ...told(steps.filter(({ result }) => result === "inconclusive")).map((line) => `${line} (inconclusive)`),
    ...told(steps.filter(({ result }) => result === "skipped")).map((line) => `${line} (skipped)`),
    ...branches.filter(({ status }) => status === "open").map(({ label }) => `- ${label} (open branch)`),
    ...(steps.length === 0 ? ["- Nothing has been tried, or it was not written down."] : []),
    ...(assessed === null && handoff.assessment_status === "pending"
      ? ["- The assessment is still being made."]
      : []),
    ...(session.device === null && session.contact === null
      ? ["- It is not on record who is affected, or on which device."]
      : []),
  ];
}

function saying({ author_name, role, content }: Message): string {
  return `- ${author_name ?? role}: ${content.replace(/\s+/g, " ").trim().slice(0, DETAIL_CHARACTERS)}`;
}

function told(steps: readonly Step[]): string[] {
  const left = steps.length - STEPS_OF_A_KIND;
  const newest = steps.slice(-STEPS_OF_A_KIND).map(({ title, detail }) => {
    return `- ${title}${detail ? `: ${detail.slice(0, DETAIL_CHARACTERS)}` : ""}`;
  });
  return left > 0 ? [`- (and ${left} before these)`, ...newest] : newest;
}
