import type { DeliveryKind } from "../../contract/delivery.ts";
import type { Priority } from "../../contract/handoff-lifecycle.ts";
import { durationWords } from "./duration-words.ts";
import type { MailContent } from "./mail-content.ts";

export interface HandoffMailFacts {
  kind: DeliveryKind;
  problem_summary: string | null;
  engineer_notes: string | null;
  priority: Priority;
  /** The tool that escalated; null where a person did. */
  tool: string | null;
  reason: string | null;
  public_url: string;
  /** Where the reader can pick it up at once. */
  pick_up_url?: string | null;
  /** When it was handed off and when the mail is written, ms. */
  created_at: number;
  now: number;
  /** Whether somebody has picked it up. */
  claimed: boolean;
  /** Whether the reader is asked because mail does not reach a colleague, and by no step of the policy. */
  instead?: boolean;
}

/** The mail about a handoff. The words of the first one are fixed by `product.md` S10. */
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
  const notes = facts.engineer_notes || "No reason provided.";
  const button = facts.pick_up_url ? { label: "Pick up", url: facts.pick_up_url } : null;
  const asks = { facts: [{ label: "Priority", value: facts.priority }], action, button, footer };
  const age = durationWords(facts.now - facts.created_at);
  const waits = `Nobody has picked this escalation up for ${age}`;
  switch (facts.kind) {
    case "reminder":
      if (facts.claimed) return leaseMail(problem, action);
      return { subject: `Still waiting: ${problem}`, paragraphs: [`${waits}.`, notes], ...asks };
    case "widened":
      return {
        subject: `Still waiting: ${problem}`,
        paragraphs: [`${waits}, so the whole escalation team is being asked.`, notes],
        ...asks,
      };
    case "fallback":
      if (facts.instead) {
        return {
          subject: `Still waiting: ${problem}`,
          paragraphs: [`${waits}. A colleague who was asked cannot be reached by mail.`, notes],
          ...asks,
          footer: "You get this mail because a colleague's address does not work.",
        };
      }
      return {
        subject: `Still waiting: ${problem}`,
        paragraphs: [`${waits}. You are the person whom this account falls back on.`, notes],
        ...asks,
        footer: "You get this mail because this account's escalation policy names you.",
      };
    case "wake":
      return {
        subject: `You asked to be reminded: ${problem}`,
        paragraphs: [
          `You parked this session ${age} ago and asked to be reminded now.`,
          facts.engineer_notes || "You left no note.",
        ],
        facts: [],
        action,
        footer: "You get this mail because you parked this session.",
      };
    default:
      return {
        subject: `New escalation: ${problem}`,
        paragraphs: [escalatedBy(facts.tool), notes],
        ...asks,
      };
  }
}

function escalatedBy(tool: string | null): string {
  if (tool === null) return "A teammate has escalated a session and is asking for help.";
  return `${oneLine(tool)} has escalated this and is asking for help.`;
}

/** To a holder of whom nothing has been seen. */
function leaseMail(problem: string, action: MailContent["action"]): MailContent {
  return {
    subject: `Still waiting: ${problem}`,
    paragraphs: [
      "You picked this up, and nothing has been written about it since.",
      "A message, a step or a note keeps it with you. If none comes, it goes back to the queue.",
    ],
    facts: [],
    action,
    footer: "You get this mail because you picked this session up.",
  };
}

/** A subject is one line: a line break would begin another header (RFC 5322 §2.2). */
function oneLine(text: string | null): string {
  return (text ?? "").replaceAll(/\s+/g, " ").trim();
}
