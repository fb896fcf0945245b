import type { HandoffDetail } from "../contract/handoff.ts";
import { words } from "./words/spoken.ts";

/** The single thing to do first, and why that. */
export interface NextAction {
  action: string;
  why: string;
}

/** What the assessment suggests first, or else where the trail of steps ends. */
export function nextAction({
  handoff,
  session,
  steps,
}: Pick<HandoffDetail, "handoff" | "session" | "steps">): NextAction {
  const { start } = words.value.session;
  const { why } = start;
  const assessment = handoff.ai_assessment_data;
  const suggested = assessment?.suggested_steps[0];
  if (suggested !== undefined) {
    return { action: suggested, why: why.suggested[assessment?.confidence ?? "low"] };
  }
  const last = steps.at(-1);
  if (last?.result === "worked") return { action: start.confirm(last.title), why: why.worked };
  if (last !== undefined) {
    const result = words.value.queue.states.step[last.result];
    return { action: start.goOnFrom(last.title, result.toLocaleLowerCase()), why: why.trail };
  }
  if (session.device !== null) return { action: start.see(session.device), why: why.untried };
  if (session.contact !== null) return { action: start.call(session.contact), why: why.untried };
  return { action: start.look, why: why.untried };
}
