import type { SessionDetail } from "../../contract/handoff.ts";
import { DOCUMENTATION_CHARACTERS, type Step } from "../../contract/session.ts";
import { momentWords } from "../../platform/moment-words.ts";

const RESULT_WORDS: Record<Step["result"], string> = {
  worked: "worked",
  failed: "did not help",
  inconclusive: "inconclusive",
  skipped: "skipped",
};

const CUT = "\n… (shortened: the session holds the rest)";

/** The documentation of a session in plain text: problem, what was tried with its evidence, who had it, how it ended. */
export function draftDocumentation(session: SessionDetail): string {
  const parts = [
    ["Problem", [session.problem_summary ?? "Not summarised.", ...documentationFacts(session)]],
    ["What was tried", session.steps.map(describeStep)],
    [
      "Branches",
      session.branches.map(
        (branch) => `- ${branch.label}: ${branch.status.replace("_", " ")}${because(branch.status_reason)}`,
      ),
    ],
    ["Handoffs", session.handoffs.toReversed().map(describeHandoff)],
    [
      "Conversation",
      session.messages.map((message) => `- ${message.author_name ?? message.role}: ${message.content}`),
    ],
    ["Resolution", session.resolution ? [session.resolution] : []],
    ["Follow-ups", followUps(session)],
  ] as const;
  const text = parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}\n${lines.join("\n")}`)
    .join("\n\n");
  return text.length <= DOCUMENTATION_CHARACTERS
    ? text
    : text.slice(0, DOCUMENTATION_CHARACTERS - CUT.length) + CUT;
}

/** Whom and what a session is about, one a line. */
export function documentationFacts(session: SessionDetail): string[] {
  const { customer, contact, device, problem_domain, psa_ticket_ref } = session;
  return [
    ["Customer", customer],
    ["Contact", contact],
    ["Device", device],
    ["Domain", problem_domain],
    ["Ticket", psa_ticket_ref],
  ].flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []));
}

/** What is left to be looked at: branches that are open or waiting, and steps that decided nothing. */
function followUps({ branches, steps }: SessionDetail): string[] {
  return [
    ...branches
      .filter(({ status }) => status === "open" || status === "parked")
      .map(({ label, status, status_reason }) => `- ${label} is ${status}${because(status_reason)}`),
    ...steps
      .filter(({ result }) => result === "inconclusive")
      .map(({ position, title }) => `- Step ${position} was inconclusive: ${title}`),
    ...steps
      .filter(({ result }) => result === "skipped")
      .map(({ position, title }) => `- Step ${position} was skipped: ${title}`),
  ];
}

function describeStep(step: Step): string {
  const evidence = step.evidence_url ? ` (${step.evidence_url})` : "";
  return `${step.position}. ${step.title}: ${RESULT_WORDS[step.result]}${because(step.detail)}${evidence}`;
}

function describeHandoff(handoff: SessionDetail["handoffs"][number]): string {
  const from = handoff.handed_off_by_name ?? "A tool";
  const verb = handoff.intent === "park" ? "parked it" : "escalated it";
  const holder = handoff.claimed_by_name ? `, picked up by ${handoff.claimed_by_name}` : "";
  return `- ${momentWords(Date.parse(handoff.created_at))}: ${from} ${verb}${because(handoff.engineer_notes)}${holder}`;
}

function because(text: string | null): string {
  return text ? `: ${text}` : "";
}
