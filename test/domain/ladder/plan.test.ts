import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DEFAULT_POLICY,
  type EscalationPolicy,
  type QuietHours,
  WEEKDAYS,
} from "../../../src/contract/escalation-policy.ts";
import { DEFAULT_NOTIFICATIONS } from "../../../src/contract/notifications.ts";
import { PRIORITIES, type Priority } from "../../../src/contract/handoff-lifecycle.ts";
import { dueSteps, ladderStep } from "../../../src/domain/ladder/plan.ts";
import { tellAt } from "../../../src/domain/ladder/recipients.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE } from "../../support/help-desk.ts";

const handed = { created_at: NOON, priority: "normal" as Priority };
const ADAM = "00000000-0000-4000-8000-00000000000a";

/** The first steps of a policy's ladder, as minutes of age. */
function ladder(given: Partial<EscalationPolicy>, count: number, climber = handed) {
  const policy = { ...DEFAULT_POLICY, ...given };
  return Array.from({ length: count }, (_, index) => {
    const { at, kind } = ladderStep(policy, climber, index);
    return [(at - NOON) / MINUTE, kind];
  });
}

describe("the ladder", () => {
  it("reminds at 5 and 15 minutes, widens at 15, and from then on reminds every half hour", () => {
    expect(ladder({}, 6)).toEqual([
      [5, "reminder"],
      [15, "reminder"],
      [15, "widened"],
      [45, "reminder"],
      [75, "reminder"],
      [105, "reminder"],
    ]);
  });

  it("falls back on the named person one repetition after widening, whatever the order of the reminders", () => {
    const policy = { remind_after_minutes: [60, 2], widen_after_minutes: 10, repeat_every_minutes: 20 };
    expect(ladder({ ...policy, fallback_user_id: ADAM }, 6)).toEqual([
      [2, "reminder"],
      [10, "widened"],
      [30, "fallback"],
      [60, "reminder"],
      [80, "reminder"],
      [100, "reminder"],
    ]);
  });

  it("is climbed without reminders too", () => {
    expect(ladder({ remind_after_minutes: [] }, 3)).toEqual([
      [15, "widened"],
      [45, "reminder"],
      [75, "reminder"],
    ]);
  });

  it("waits outside working hours, but not for what is critical", () => {
    // NOON is a Friday's 13:00 in Berlin.
    const working_hours = { tz: "Europe/Berlin", days: [...WEEKDAYS], start: "08:00", end: "13:10" };
    const tomorrow = 19 * 60;
    expect(ladder({ working_hours }, 4).map(([minute]) => minute)).toEqual([5, tomorrow, tomorrow, tomorrow]);
    const critical = { ...handed, priority: "critical" as const };
    expect(ladder({ working_hours }, 4, critical)).toEqual(ladder({}, 4));
  });
});

describe("what is due", () => {
  const dueAt = (minute: number, index = 0, given: Partial<EscalationPolicy> = {}) =>
    dueSteps({ ...DEFAULT_POLICY, ...given }, handed, index, NOON + minute * MINUTE).map(
      (step) => step.index,
    );

  it("is nothing a moment before a step, and the step at its minute", () => {
    expect(dueAt(5 - 1 / MINUTE)).toEqual([]);
    expect(dueAt(5)).toEqual([0]);
    expect(dueAt(5, 1)).toEqual([]);
    expect(dueAt(15, 1)).toEqual([1, 2]);
    expect(dueAt(45, 3)).toEqual([3]);
  });

  it.each([
    ["early", -5, []],
    ["late", 5, [0]],
  ])("is judged by age alone when the clock jumps and is five minutes %s", (_, off, due) => {
    expect(dueAt(5 + off)).toEqual(due);
  });

  it("is never what lies in the future, however long nobody looked and whatever the hours", () => {
    const weekdays = {
      tz: "America/New_York",
      days: ["mon" as const, "thu" as const],
      start: "09:00",
      end: "10:00",
    };
    for (const working_hours of [null, weekdays]) {
      for (const repeat_every_minutes of [1, 30, 10_080]) {
        for (const minute of [16, 60 * 24, 60 * 24 * 3 + 7, 60 * 24 * 366]) {
          const policy = { ...DEFAULT_POLICY, working_hours, repeat_every_minutes };
          const now = NOON + minute * MINUTE;
          const due = dueSteps(policy, handed, 0, now);
          const next = due.length === 0 ? 0 : (due.at(-1)?.index ?? 0) + 1;
          expect(due.every(({ at }) => at <= now)).toBe(true);
          expect(ladderStep(policy, handed, next).at).toBeGreaterThan(now);
          expect(due.length).toBeLessThanOrEqual(17);
        }
      }
    }
  });
});

const time = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`);
const zone = fc.constantFrom(
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "UTC",
  "Australia/Lord_Howe",
);
const quiet = fc.record({ start: time, end: time, min_priority: fc.constantFrom(...PRIORITIES) });
const minutes = fc.integer({ min: 1, max: 7 * 24 * 60 });
const policies: fc.Arbitrary<EscalationPolicy> = fc.record({
  first_notify: fc.constantFrom("account" as const, "team" as const),
  remind_after_minutes: fc.array(minutes, { maxLength: 10 }),
  widen_after_minutes: minutes,
  fallback_user_id: fc.constantFrom(null, ADAM),
  repeat_every_minutes: minutes,
  claim_lease_minutes: fc.constant(30),
  working_hours: fc.option(
    fc.record({
      tz: zone,
      days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
      start: time,
      end: time,
    }),
  ),
  quiet_hours: fc.option(quiet),
});
const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
const somebody = (own: (QuietHours & { tz: string }) | null) => ({
  user_id: ADAM,
  name: "Adam",
  email: "adam@test.example",
  role: "admin" as const,
  team_id: null,
  reachable: true,
  targets: [],
  notifications: { ...DEFAULT_NOTIFICATIONS, quiet_hours: own },
});

it("a lower priority is never louder than a higher one, whatever the policy", () => {
  fc.assert(
    fc.property(
      policies,
      moment,
      fc.option(fc.tuple(quiet, zone).map(([hours, tz]) => ({ ...hours, tz }))),
      fc.integer({ min: 0, max: 20 }),
      (policy, created_at, own, index) => {
        const step = PRIORITIES.map((priority) => ladderStep(policy, { created_at, priority }, index));
        const told = PRIORITIES.map((priority) => tellAt(somebody(own), policy, priority, created_at));
        for (let louder = 1; louder < PRIORITIES.length; louder++) {
          expect(step[louder]?.at).toBeLessThanOrEqual(step[louder - 1]?.at ?? NaN);
          expect(step[louder]?.kind).toBe(step[louder - 1]?.kind);
          expect(told[louder]).toBeLessThanOrEqual(told[louder - 1] ?? NaN);
        }
        expect(told[0]).toBeGreaterThanOrEqual(created_at);
      },
    ),
    { seed: 20261126, numRuns: 300 },
  );
});

it("a later step is never due before an earlier one, whatever the policy", () => {
  fc.assert(
    fc.property(policies, moment, fc.integer({ min: 0, max: 40 }), (policy, created_at, index) => {
      const climber = { created_at, priority: "low" as const };
      const [one, next] = [ladderStep(policy, climber, index), ladderStep(policy, climber, index + 1)];
      expect(one.at).toBeLessThanOrEqual(next.at);
      expect(one.at).toBeGreaterThan(created_at);
    }),
    { seed: 20261126, numRuns: 300 },
  );
});
