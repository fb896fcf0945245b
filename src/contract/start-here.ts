import type { Handoff } from "./handoff.ts";
import type { Session, Step } from "./session.ts";

/** What the next action is derived from. */
export interface WhereItStands {
  handoff: Pick<Handoff, "ai_assessment_data">;
  session: Pick<Session, "device" | "contact">;
  steps: readonly Pick<Step, "id" | "title" | "result" | "detail">[];
}

/** The single next action and why it is this one, as data: whoever shows it has the words. */
export type StartHere =
  | { kind: "confirm"; title: string }
  | { kind: "suggested"; action: string; claim: string; confidence: "low" | "medium" | "high" }
  | { kind: "settle"; title: string; detail: string | null }
  | { kind: "beyond"; title: string; failed: number }
  | { kind: "see"; device: string | null; contact: string | null };

/**
 * Where to start: what worked last is confirmed, else the assessment's first suggestion that nobody has made yet, else
 * what was left undecided, else what lies beyond all that failed, else a look at the problem itself.
 */
export function startHere({ handoff, session, steps }: WhereItStands): StartHere {
  const last = steps.at(-1);
  if (last?.result === "worked") return { kind: "confirm", title: last.title };
  const assessed = handoff.ai_assessment_data;
  const suggested = assessed?.suggested_steps.find((step) => !isMade(step, steps));
  const undecided = steps.find(
    ({ title, result }) => result === "inconclusive" && suggested === toSettle(title),
  );
  if (undecided) return { kind: "settle", title: undecided.title, detail: undecided.detail };
  if (assessed && suggested !== undefined) {
    const titles = steps.map(({ title }) => title).filter((title) => suggested.includes(title));
    const about = assessed.evidence.find(({ claim }) => titles.some((title) => claim.includes(title)));
    const claim = about?.claim ?? assessed.likely_cause;
    return { kind: "suggested", action: suggested, claim, confidence: assessed.confidence };
  }
  const open = steps.findLast(({ result }) => result === "inconclusive");
  if (open) return { kind: "settle", title: open.title, detail: open.detail };
  const failed = steps.filter(({ result }) => result === "failed");
  const newest = failed.at(-1);
  if (newest) return { kind: "beyond", title: newest.title, failed: failed.length };
  return { kind: "see", device: session.device, contact: session.contact };
}

/** How the rules suggest to settle what a step has left open: known again here, so that whoever shows it has the words. */
export function toSettle(title: string): string {
  return `Settle “${title}”: it was inconclusive.`;
}

/** Whether a suggestion is a step that has been made and failed, word for word. */
function isMade(suggestion: string, steps: WhereItStands["steps"]): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  return steps.some(({ title, result }) => result === "failed" && plain(title) === plain(suggestion));
}

/** The same in English: what to do, and why. */
export function startHereInWords(start: StartHere): { action: string; reason: string } {
  switch (start.kind) {
    case "confirm":
      return {
        action: `Confirm that “${start.title}” has really settled it.`,
        reason: "It is the last step, and it worked.",
      };
    case "suggested":
      return {
        action: start.action,
        reason: `${start.claim} (Confidence: ${start.confidence}.)`,
      };
    case "settle":
      return {
        action: `Settle “${start.title}”.`,
        reason: `It was inconclusive${start.detail ? `: ${start.detail}` : ""}, so it rules nothing out yet.`,
      };
    case "beyond":
      return {
        action: `Look beyond “${start.title}”.`,
        reason:
          start.failed === 1
            ? "It did not help, so the cause is not what it would have fixed."
            : `It and ${start.failed - 1} more did not help, so the cause is not what they would have fixed.`,
      };
    case "see":
      return { action: lookFor(start), reason: "No step is on record, so nothing is ruled out yet." };
    default:
      return start satisfies never;
  }
}

function lookFor({ device, contact }: Extract<StartHere, { kind: "see" }>): string {
  if (device !== null) return `See the problem for yourself on ${device}.`;
  if (contact !== null) return `Call ${contact} and see the problem for yourself.`;
  return "See the problem for yourself, and record what you try as steps.";
}
