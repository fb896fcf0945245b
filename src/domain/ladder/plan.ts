import type { EscalationPolicy } from "../../contract/escalation-policy.ts";
import type { Priority } from "../../contract/handoff-lifecycle.ts";
import { nextWorkingMoment } from "./hours.ts";

/** What a step of the ladder does: remind those who were told, tell everybody else, tell the named person. */
export type StepKind = "reminder" | "widened" | "fallback";

/** One step: its place in the ladder, counted from 0, when it is due (ms), and what it does. */
export interface LadderStep {
  index: number;
  at: number;
  kind: StepKind;
}

/** What a ladder is climbed for. */
export interface Climber {
  created_at: number;
  priority: Priority;
}

const MINUTE = 60_000;

/**
 * The step with this index of the ladder that a policy makes: reminders, widening, `repeat_every_minutes` after that the
 * fallback person (if one is named), and from then on reminders for ever. Outside working hours steps wait for the next
 * working moment, but never those of a critical one.
 */
export function ladderStep(policy: EscalationPolicy, climber: Climber, index: number): LadderStep {
  const rungs = rungsOf(policy);
  const last = rungs.at(-1)?.minute ?? 0;
  const repeats = index - rungs.length + 1;
  const { minute, kind } = rungs[index] ?? {
    minute: last + repeats * policy.repeat_every_minutes,
    kind: "reminder" as const,
  };
  const planned = climber.created_at + minute * MINUTE;
  const hours = climber.priority === "critical" ? null : policy.working_hours;
  return { index, kind, at: hours ? nextWorkingMoment(hours, planned) : planned };
}

/** How many steps a ladder has before it only repeats. */
export function stepsBeforeRepeats(policy: EscalationPolicy): number {
  return rungsOf(policy).length;
}

/** All steps from `index` on that are due at this moment: after an outage they are taken as one. */
export function dueSteps(
  policy: EscalationPolicy,
  climber: Climber,
  index: number,
  now: number,
): LadderStep[] {
  const due: LadderStep[] = [];
  for (
    let step = ladderStep(policy, climber, index);
    step.at <= now;
    step = ladderStep(policy, climber, step.index + 1)
  ) {
    due.push(step);
    if (due.length === MOST_AT_ONCE) return [...due.slice(0, -1), lastDue(policy, climber, step, now)];
  }
  return due;
}

/** More than these have been missed only while nobody worked for a long time; the rest are repetitions. */
const MOST_AT_ONCE = 64;

/** The last repetition that is due, without walking through them all. */
function lastDue(policy: EscalationPolicy, climber: Climber, from: LadderStep, now: number): LadderStep {
  const more = Math.floor((now - from.at) / (policy.repeat_every_minutes * MINUTE));
  for (let index = from.index + more; index > from.index; index--) {
    const step = ladderStep(policy, climber, index);
    if (step.at <= now) return step;
  }
  return from;
}

function rungsOf(policy: EscalationPolicy): { minute: number; kind: StepKind }[] {
  const { remind_after_minutes, widen_after_minutes, fallback_user_id, repeat_every_minutes } = policy;
  const rungs: { minute: number; kind: StepKind }[] = remind_after_minutes
    .toSorted((a, b) => a - b)
    .map((minute) => ({ minute, kind: "reminder" }));
  rungs.push({ minute: widen_after_minutes, kind: "widened" });
  if (fallback_user_id !== null) {
    rungs.push({ minute: widen_after_minutes + repeat_every_minutes, kind: "fallback" });
  }
  return rungs.toSorted((a, b) => a.minute - b.minute);
}
