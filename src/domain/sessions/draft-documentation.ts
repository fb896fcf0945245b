import type { SessionDetail } from "../../contract/handoff.ts";
import { DOCUMENTATION_CHARACTERS, type Step } from "../../contract/session.ts";

const RESULT_WORDS: Record<Step["result"], string> = {
  worked: "worked",
  failed: "did not help",
  inconclusive: "inconclusive",
  skipped: "skipped",
};

const CUT = "\n… (shortened: the session holds the rest)";

/** The documentation of a session in plain text: problem, what was tried with its evidence, who had it, how it ended. */
export function draftDocumentation(session: SessionDetail): string {
  const { customer, contact, device, problem_domain } = session;
  const facts = [
    ["Customer", customer],
    ["Contact", contact],
    ["Device", device],
    ["Domain", problem_domain],
    ["Ticket", session.psa_ticket_ref],
  ].flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []));
  const parts = [
    ["Problem", [session.problem_summary ?? "Not summarised.", ...facts]],
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
  ] as const;
  const text = parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}\n${lines.join("\n")}`)
    .join("\n\n");
  return text.length <= DOCUMENTATION_CHARACTERS
    ? text
    : text.slice(0, DOCUMENTATION_CHARACTERS - CUT.length) + CUT;
}

function describeStep(step: Step): string {
  const evidence = step.evidence_url ? ` (${step.evidence_url})` : "";
  return `${step.position}. ${step.title}: ${RESULT_WORDS[step.result]}${because(step.detail)}${evidence}`;
}

function describeHandoff(handoff: SessionDetail["handoffs"][number]): string {
  const from = handoff.handed_off_by_name ?? "A tool";
  const verb = handoff.intent === "park" ? "parked it" : "escalated it";
  const holder = handoff.claimed_by_name ? `, picked up by ${handoff.claimed_by_name}` : "";
  return `- ${handoff.created_at}: ${from} ${verb}${because(handoff.engineer_notes)}${holder}`;
}

function because(text: string | null): string {
  return text ? `: ${text}` : "";
}
