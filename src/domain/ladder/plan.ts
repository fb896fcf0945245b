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

/**
 * The steps from `index` on that are due at this moment, to be taken as one. Of a long time in which nobody looked, the
 * repetitions in the middle are left out.
 */
export function dueSteps(
  policy: EscalationPolicy,
  climber: Climber,
  index: number,
  now: number,
): LadderStep[] {
  const due: LadderStep[] = [];
  let step = ladderStep(policy, climber, index);
  for (; step.at <= now && due.length < MOST_AT_ONCE; step = ladderStep(policy, climber, step.index + 1)) {
    due.push(step);
  }
  return step.at <= now ? [...due, lastDue(policy, climber, step, now)] : due;
}

/** More than every step of the longest ladder: what comes after so many are repetitions. */
const MOST_AT_ONCE = 16;

/** The last step that is due: found by halves, as years of repetitions may have been missed. */
function lastDue(policy: EscalationPolicy, climber: Climber, from: LadderStep, now: number): LadderStep {
  let [due, beyond] = [from.index, from.index + Math.ceil((now - climber.created_at) / MINUTE) + 1];
  while (beyond - due > 1) {
    const middle = Math.floor((due + beyond) / 2);
    if (ladderStep(policy, climber, middle).at <= now) due = middle;
    else beyond = middle;
  }
  return ladderStep(policy, climber, due);
}

/** Which of several reasons to tell somebody counts: the fallback before widening before a reminder, and the latest. */
export function weightOf({ kind, index }: LadderStep): number {
  return { reminder: 0, widened: 1, fallback: 2 }[kind] * 1e9 + index;
}

/** What steps that are taken as one are told by. */
export function heaviestOf(steps: readonly LadderStep[]): LadderStep | undefined {
  return steps.toSorted((a, b) => weightOf(b) - weightOf(a))[0];
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
