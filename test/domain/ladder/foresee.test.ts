import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, type EscalationPolicy, WEEKDAYS } from "../../../src/contract/escalation-policy.ts";
import { PRIORITIES, type Priority } from "../../../src/contract/handoff-lifecycle.ts";
import { DEFAULT_NOTIFICATIONS } from "../../../src/contract/notifications.ts";
import type { Addressee } from "../../../src/domain/deliveries/addressees.ts";
import { foresee, isLouder } from "../../../src/domain/ladder/foresee.ts";
import { iso } from "../../../src/platform/iso.ts";
import { NOON } from "../../support/factories.ts";
import { MINUTE } from "../../support/help-desk.ts";

const person = (name: string, given: Partial<Addressee> = {}): Addressee => ({
  user_id: name,
  name,
  email: `${name}@test.example`,
  role: "engineer",
  team_id: null,
  reachable: true,
  targets: [],
  notifications: DEFAULT_NOTIFICATIONS,
  ...given,
});
const [olivia, priya, sam] = [person("Olivia"), person("Priya", { team_id: "net" }), person("Sam")];
const TEAM = [olivia, priya, sam];

const about = (
  policy: Partial<EscalationPolicy>,
  priority: Priority = "normal",
  team_id: string | null = null,
) => ({
  policy: { ...DEFAULT_POLICY, ...policy },
  priority,
  team_id,
  handed_off_by: null,
  to_user_id: null,
  to_team_id: null,
});
const told = (...given: Parameters<typeof foresee>) =>
  foresee(...given).map(({ at, kind, people }) => [
    (at - NOON) / MINUTE,
    kind,
    people.map(({ name }) => name).join(" "),
  ]);

describe("what a policy leads to", () => {
  it("is the first notice, each step of the ladder, and two repetitions", () => {
    expect(
      told(TEAM, about({ first_notify: "team", fallback_user_id: "Sam" }, "normal", "net"), {
        created_at: NOON,
      }),
    ).toEqual([
      [0, "first", "Priya"],
      [5, "reminder", "Priya"],
      [15, "reminder", "Priya"],
      [15, "widened", "Olivia Sam"],
      [45, "fallback", "Sam"],
      [75, "reminder", "Olivia Priya Sam"],
      [105, "reminder", "Olivia Priya Sam"],
    ]);
  });

  it("waits for the working day, but not when it is critical", () => {
    // NOON is a Friday.
    const working_hours = { tz: "UTC", days: ["mon" as const], start: "12:00", end: "18:00" };
    const policy = {
      working_hours,
      remind_after_minutes: [5],
      widen_after_minutes: 10,
      repeat_every_minutes: 60,
    };
    const monday = 3 * 24 * 60;
    expect(told(TEAM, about(policy, "high"), { created_at: NOON })).toEqual([
      [0, "first", "Olivia Priya Sam"],
      [monday, "widened", "Olivia Priya Sam"],
    ]);
    expect(told(TEAM, about(policy, "critical"), { created_at: NOON }).map(([at]) => at)).toEqual([
      0, 5, 10, 70, 130,
    ]);
  });

  it("tells those who want quiet when it is over, in a step of their own", () => {
    const quiet_hours = { tz: "UTC", start: "11:00", end: "12:07", min_priority: "critical" as const };
    const quiet = person("Quentin", { notifications: { ...DEFAULT_NOTIFICATIONS, quiet_hours } });
    const policy = { remind_after_minutes: [5], widen_after_minutes: 20, repeat_every_minutes: 60 };
    expect(told([sam, quiet], about(policy, "high"), { created_at: NOON }).slice(0, 5)).toEqual([
      [0, "first", "Sam"],
      [5, "reminder", "Sam"],
      [7, "first", "Quentin"],
      [20, "widened", "Sam Quentin"],
      [80, "reminder", "Sam Quentin"],
    ]);
    expect(told([sam, quiet], about(policy, "critical"), { created_at: NOON })[0]).toEqual([
      0,
      "first",
      "Sam Quentin",
    ]);
  });
});

describe("louder", () => {
  const telling = (at: number, ...people: Addressee[]) => ({
    at,
    kind: "first" as const,
    people,
    chats: [],
  });

  it("is to tell somebody earlier, or somebody more", () => {
    expect(isLouder([telling(1, sam)], [telling(2, sam)])).toBe(true);
    expect(isLouder([telling(2, sam, priya)], [telling(1, sam)])).toBe(true);
    expect(isLouder([telling(1, priya), telling(2, sam)], [telling(2, priya, sam)])).toBe(true);
  });

  it("is not to tell the same people at the same time or later, or fewer of them", () => {
    expect(isLouder([telling(1, sam)], [telling(1, sam)])).toBe(false);
    expect(isLouder([telling(2, sam), telling(3, priya)], [telling(1, sam, priya)])).toBe(false);
    expect(isLouder([telling(1, sam)], [telling(1, sam, priya)])).toBe(false);
    expect(isLouder([], [telling(1, sam)])).toBe(false);
  });

  it("a lower priority never is, whatever hours the account and its people keep", () => {
    const time = fc
      .tuple(fc.nat(23), fc.constantFrom("00", "30"))
      .map(([h, m]) => `${String(h).padStart(2, "0")}:${m}`);
    const tz = fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Chatham");
    const quiet = fc.record({ start: time, end: time, min_priority: fc.constantFrom(...PRIORITIES) });
    const hours = fc.record({
      tz,
      days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
      start: time,
      end: time,
    });
    const policy = fc.record({
      working_hours: fc.option(hours),
      quiet_hours: fc.option(quiet),
      fallback_user_id: fc.constantFrom(null, "Sam"),
    });
    const own = fc.option(fc.tuple(quiet, tz).map(([hush, zone]) => ({ ...hush, tz: zone })));
    fc.assert(
      fc.property(policy, own, fc.nat(365 * 24), (chosen, quiet_hours, hour) => {
        const one = person("Quentin", { notifications: { ...DEFAULT_NOTIFICATIONS, quiet_hours } });
        const created_at = NOON + hour * 60 * MINUTE;
        const plans = PRIORITIES.map((priority) =>
          foresee([one, sam], about(chosen, priority), { created_at }),
        );
        for (const [index, plan] of plans.slice(1).entries()) {
          const lower = plans[index] ?? [];
          const story = [lower, plan]
            .map((tellings) => tellings.map(({ at }) => iso(at)).join(" "))
            .join(" | ");
          expect(isLouder(lower, plan), story).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });
});
