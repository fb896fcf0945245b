import type { Priority } from "../../contract/handoff-lifecycle.ts";
import type { MailContent } from "./mail-content.ts";

/** One escalation of a bundle. */
export interface BundleLine {
  problem_summary: string | null;
  customer: string | null;
  priority: Priority;
}

/** The mail that tells of many escalations at once, in the given order. */
export function bundleMail(lines: readonly BundleLine[], publicUrl: string): MailContent {
  const count = lines.length;
  const waiting = count === 1 ? "1 escalation is waiting" : `${count} escalations are waiting`;
  return {
    subject: `${waiting}: ${oneLine(lines[0]?.problem_summary) || "an active session"}`,
    paragraphs: [
      "Many escalations came within a short time, so they are listed in one mail. Nobody has picked these up yet:",
    ],
    facts: lines.map(({ problem_summary, customer, priority }) => ({
      label: priority,
      value: [oneLine(problem_summary) || "an active session", oneLine(customer)].filter(Boolean).join(", "),
    })),
    action: publicUrl
      ? { label: "Open the queue", url: `${publicUrl.replace(/\/+$/, "")}/escalations` }
      : null,
    footer: "You get this mail because you are on this account's escalation team.",
  };
}

/** A subject is one line: a line break would begin another header (RFC 5322 §2.2). */
function oneLine(text: string | null | undefined): string {
  return (text ?? "").replaceAll(/\s+/g, " ").trim();
}
