import type { DeliveryKind } from "../../contract/delivery.ts";
import type { Priority } from "../../contract/handoff-lifecycle.ts";
import type { MailContent } from "./mail-content.ts";

export interface HandoffMailFacts {
  kind: DeliveryKind;
  problem_summary: string | null;
  engineer_notes: string | null;
  priority: Priority;
  reason: string | null;
  public_url: string;
  /** Where the reader can pick it up at once. */
  pick_up_url?: string | null;
}

/** The mail about a handoff. Its words are fixed by `product.md` S10. */
export function handoffMail(facts: HandoffMailFacts): MailContent {
  const problem = oneLine(facts.problem_summary) || "an active session";
  const action = facts.public_url
    ? { label: "Open the queue", url: `${facts.public_url.replace(/\/+$/, "")}/escalations` }
    : null;
  const footer = "You get this mail because you are on this account's escalation team.";
  if (facts.kind === "returned") {
    return {
      subject: `Returned to you: ${problem}`,
      paragraphs: ["Your escalation was returned to you.", facts.reason || "No reason provided."],
      facts: [],
      action,
      footer: "You get this mail because you handed this session off.",
    };
  }
  return {
    subject: `New escalation: ${problem}`,
    paragraphs: [
      "A teammate has escalated a session and is asking for help.",
      facts.engineer_notes || "No reason provided.",
    ],
    facts: [{ label: "Priority", value: facts.priority }],
    action,
    button: facts.pick_up_url ? { label: "Pick up", url: facts.pick_up_url } : null,
    footer,
  };
}

/** A subject is one line: a line break would begin another header (RFC 5322 §2.2). */
function oneLine(text: string | null): string {
  return (text ?? "").replaceAll(/\s+/g, " ").trim();
}
