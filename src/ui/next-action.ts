import type { HandoffDetail } from "../contract/handoff.ts";

/** The single thing to do first: what the assessment suggests, or else where the trail of steps ends. */
export function nextAction({
  handoff,
  session,
  steps,
}: Pick<HandoffDetail, "handoff" | "session" | "steps">): string {
  const suggested = handoff.ai_assessment_data?.suggested_steps[0];
  if (suggested !== undefined) return suggested;
  const last = steps.at(-1);
  if (last?.result === "worked") return `Confirm that “${last.title}” has really settled it.`;
  if (last !== undefined) return `Go on from the last step: “${last.title}” (${last.result}).`;
  if (session.device !== null) return `See the problem for yourself on ${session.device}.`;
  if (session.contact !== null) return `Call ${session.contact} and see the problem for yourself.`;
  return "See the problem for yourself, and record what you try as steps.";
}
