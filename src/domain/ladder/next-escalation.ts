import { DEFAULT_POLICY, type EscalationPolicy } from "../../contract/escalation-policy.ts";
import type { HandoffIntent, HandoffStatus } from "../../contract/handoff-lifecycle.ts";
import type { NextEscalation } from "../../contract/handoff.ts";
import { iso } from "../../platform/iso.ts";
import { type Climber, type StepKind, dueSteps, heaviestOf } from "./plan.ts";

const STEPS = { reminder: "remind", widened: "widen", fallback: "fallback" } as const satisfies Record<
  StepKind,
  NextEscalation["step"]
>;

interface Waiting extends Climber {
  status: HandoffStatus;
  intent: HandoffIntent;
  policy: EscalationPolicy | null;
  ladder_step: number;
  next_action_at: number | null;
}

/**
 * What the ladder does next with an escalation that nobody picks up, by the policy that it was handed off under. Steps
 * that come due together are one, told by the weightiest.
 */
export function nextEscalation(waiting: Waiting): NextEscalation | null {
  const { status, intent, policy, ladder_step, next_action_at } = waiting;
  if (status !== "open" || intent !== "escalate" || next_action_at === null) return null;
  const step = heaviestOf(dueSteps(policy ?? DEFAULT_POLICY, waiting, ladder_step, next_action_at));
  return step === undefined ? null : { step: STEPS[step.kind], at: iso(next_action_at) };
}
