import type { MailContent } from "./mail-content.ts";

/** Tells the holder of a handoff that a colleague asks for it. */
export function takeOverMail(given: {
  by: string;
  reason: string;
  problem_summary: string | null;
  /** Where the holder answers. */
  url: string;
}): MailContent {
  const problem = given.problem_summary?.trim() || "an active session";
  return {
    subject: `${given.by} asks to take over: ${problem}`.replaceAll(/\s+/g, " "),
    paragraphs: [`${given.by} asks to take over the session that you hold.`, given.reason],
    facts: [],
    action: { label: "Answer", url: given.url },
    footer:
      "You get this mail because you hold this session. After five minutes an admin may answer for you.",
  };
}
