import type { Handoff, HandoffDetail } from "../contract/handoff.ts";
import { STATUS_WORDS } from "./status-words.ts";
import { words } from "./words/spoken.ts";

type Noted = Pick<HandoffDetail, "session" | "steps"> & { handoff: Handoff | null };

/**
 * A session and its handoff, if it has one, as plain text for a ticket in any tool: the problem, what was tried, what is
 * likely, who does what, how it ended.
 */
export function ticketNote({ handoff, session, steps }: Noted): string {
  const { noProblem, ticket, card } = words.value.queue;
  const place = [session.customer, session.device].filter((part) => part !== null).join(" · ");
  const tried = steps.map(({ title, result, detail, evidence_url }) => {
    const more = [detail, evidence_url].filter((part) => part !== null).join(" ");
    return `- ${title}: ${STATUS_WORDS.step[result]}${more === "" ? "" : ` (${more})`}`;
  });
  const assessment = handoff?.ai_assessment_data ?? null;
  const parts: [string, string][] = [
    [ticket.problem, [session.problem_summary ?? noProblem, place].filter((line) => line !== "").join("\n")],
    [ticket.notes, handoff?.engineer_notes ?? ""],
    [ticket.tried, tried.length === 0 ? ticket.nothing : tried.join("\n")],
    [
      ticket.cause,
      assessment === null ? "" : `${assessment.likely_cause} (${card.confidence[assessment.confidence]})`,
    ],
    [ticket.next, (assessment?.suggested_steps ?? []).map((step) => `- ${step}`).join("\n")],
    [ticket.readBack, handoff?.read_back ?? ""],
    [words.value.session.about.resolution, session.resolution ?? ""],
  ];
  const told = parts.filter(([, text]) => text !== "").map(([title, text]) => `${title}:\n${text}`);
  if (handoff !== null) told.push(ticket.by(handoff.handed_off_by_name ?? card.aTool));
  return told.join("\n\n");
}
