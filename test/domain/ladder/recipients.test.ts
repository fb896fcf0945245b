import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, type EscalationPolicy } from "../../../src/contract/escalation-policy.ts";
import { DEFAULT_NOTIFICATIONS } from "../../../src/contract/notifications.ts";
import type { Priority } from "../../../src/contract/handoff-lifecycle.ts";
import type { Addressee } from "../../../src/domain/deliveries/addressees.ts";
import { type About, firstToTell, tellAt, toldByStep } from "../../../src/domain/ladder/recipients.ts";
import { iso } from "../../../src/platform/iso.ts";

const person = (name: string, team_id: string | null = null, given: Partial<Addressee> = {}): Addressee => ({
  user_id: name,
  name,
  email: `${name}@test.example`,
  role: "engineer",
  team_id,
  reachable: true,
  targets: [],
  notifications: DEFAULT_NOTIFICATIONS,
  ...given,
});
const TEAM = [person("olivia"), person("adam"), person("priya", "net"), person("sam", "net")];
const about = (given: Partial<About> & { of?: Partial<EscalationPolicy> } = {}): About => ({
  priority: "normal",
  team_id: "net",
  handed_off_by: "sam",
  to_user_id: null,
  to_team_id: null,
  ...given,
  policy: { ...DEFAULT_POLICY, ...given.of },
});
const names = (people: readonly Addressee[]) => people.map(({ name }) => name);

describe("who is told first", () => {
  it.each<[string, Parameters<typeof about>[0], string[]]>([
    ["everybody but the escalator", {}, ["olivia", "adam", "priya"]],
    ["the team where the policy says so", { of: { first_notify: "team" } }, ["priya"]],
    [
      "everybody where the session has no team",
      { of: { first_notify: "team" }, team_id: null },
      ["olivia", "adam", "priya"],
    ],
    [
      "everybody where the team has nobody else",
      { of: { first_notify: "team" }, handed_off_by: "priya", team_id: "x" },
      ["olivia", "adam", "sam"],
    ],
    ["the one it is for", { to_user_id: "adam", to_team_id: "net" }, ["adam"]],
    ["the team it is for", { to_team_id: "net", team_id: null }, ["priya"]],
    ["everybody where the one it is for has left", { to_user_id: "tom" }, ["olivia", "adam", "priya"]],
    ["everybody for an escalation of a tool", { handed_off_by: null }, ["olivia", "adam", "priya", "sam"]],
  ])("%s", (_, given, told) => {
    expect(names(firstToTell(TEAM, about(given)))).toEqual(told);
  });
});

describe("somebody whose mail comes back", () => {
  const lost = new Set(["adam", "priya"]);
  const team = TEAM.map((who) => ({ ...who, reachable: !lost.has(who.name) }));
  const everybody = ["olivia", "adam", "priya"];

  it.each<[string, Parameters<typeof about>[0], string[]]>([
    ["alone is not the only one told", { to_user_id: "adam" }, everybody],
    ["is no team by themselves", { to_team_id: "net" }, everybody],
    [
      "leaves it to the team it is for",
      { to_user_id: "adam", to_team_id: "net", handed_off_by: "olivia" },
      ["priya", "sam"],
    ],
    [
      "leaves it to everybody where the team is to be told first",
      { of: { first_notify: "team" } },
      everybody,
    ],
  ])("%s", (_, given, told) => {
    expect(names(firstToTell(team, about(given)))).toEqual(told);
  });

  it.each<[string, Parameters<typeof toldByStep>[0], string[], Parameters<typeof about>[0]]>([
    ["is nobody to fall back on", "fallback", ["olivia"], { of: { fallback_user_id: "adam" } }],
    ["is nobody to remind", "reminder", ["adam"], {}],
    ["is nobody to widen to", "widened", ["olivia"], {}],
  ])("%s: everybody is told", (_, kind, told, given) => {
    expect(names(toldByStep(kind, team, new Set(told), about(given)))).toEqual(everybody);
  });
});

describe("who is told by a step", () => {
  it.each<[string, Parameters<typeof toldByStep>[0], string[], Parameters<typeof about>[0], string[]]>([
    ["a reminder: those who were told", "reminder", ["priya"], {}, ["priya"]],
    ["a reminder, all of whom have left: everybody", "reminder", ["tom"], {}, ["olivia", "adam", "priya"]],
    ["a reminder never the escalator", "reminder", ["sam", "adam"], {}, ["adam"]],
    ["widening: those who were not told", "widened", ["priya"], {}, ["olivia", "adam"]],
    [
      "widening, all of whom know: everybody again",
      "widened",
      ["olivia", "adam", "priya"],
      {},
      ["olivia", "adam", "priya"],
    ],
    ["the fallback: the named person", "fallback", ["priya"], { of: { fallback_user_id: "adam" } }, ["adam"]],
    [
      "the fallback that has left: everybody",
      "fallback",
      ["priya"],
      { of: { fallback_user_id: "tom" } },
      ["olivia", "adam", "priya"],
    ],
    [
      "the fallback that escalates: everybody else",
      "fallback",
      [],
      { of: { fallback_user_id: "sam" } },
      ["olivia", "adam", "priya"],
    ],
  ])("%s", (_, kind, told, given, expected) => {
    expect(names(toldByStep(kind, TEAM, new Set(told), about(given)))).toEqual(expected);
  });

  it("is nobody where the escalator is alone", () => {
    expect(toldByStep("widened", [person("sam")], new Set(), about())).toEqual([]);
  });
});

describe("when somebody may be told", () => {
  const account = { start: "22:00", end: "07:00", min_priority: "high" as const };
  const EVENING = Date.parse("2026-11-20T22:30:00Z");
  const told = (who: Addressee, priority: Priority, of: Partial<EscalationPolicy>) =>
    iso(tellAt(who, { ...DEFAULT_POLICY, ...of }, priority, EVENING));
  const withOwn = (start: string, end: string, tz = "UTC") =>
    person("adam", null, {
      notifications: { ...DEFAULT_NOTIFICATIONS, quiet_hours: { start, end, tz, min_priority: "critical" } },
    });

  it("is at once where nobody wants quiet", () => {
    expect(told(person("adam"), "low", {})).toBe(iso(EVENING));
  });

  it("is the end of the account's quiet hours below their priority, and at once from it on", () => {
    expect(told(person("adam"), "normal", { quiet_hours: account })).toBe("2026-11-21T07:00:00.000Z");
    expect(told(person("adam"), "high", { quiet_hours: account })).toBe(iso(EVENING));
  });

  it("is the end of the person's own, in their own zone", () => {
    expect(told(withOwn("16:00", "20:00", "America/New_York"), "high", {})).toBe("2026-11-21T01:00:00.000Z");
    expect(told(withOwn("16:00", "20:00", "America/New_York"), "critical", {})).toBe(iso(EVENING));
  });

  it("is after both where one begins before the other ends", () => {
    expect(told(withOwn("06:00", "09:00"), "normal", { quiet_hours: account })).toBe(
      "2026-11-21T09:00:00.000Z",
    );
  });

  it("takes the account's hours in the zone of the working hours where the person names none", () => {
    const working_hours = { tz: "Europe/Berlin", days: ["mon" as const], start: "08:00", end: "17:00" };
    const of = { quiet_hours: account, working_hours };
    expect(told(person("adam"), "normal", of)).toBe("2026-11-21T06:00:00.000Z");
  });

  it("comes within two days even where two people's hours leave no gap", () => {
    const late = Date.parse(told(withOwn("07:00", "22:00"), "normal", { quiet_hours: account }));
    expect(late).toBeLessThanOrEqual(EVENING + 3 * 24 * 60 * 60_000);
    expect(late).toBeGreaterThan(EVENING);
  });
});
