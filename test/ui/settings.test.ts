import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, EscalationPolicy } from "../../src/contract/escalation-policy.ts";
import type { Member } from "../../src/contract/member.ts";
import { ROLES } from "../../src/contract/role.ts";
import { ApiProblem } from "../../src/ui/api-problem.ts";
import { memberChange, memberDraftOf, memberRefusal } from "../../src/ui/screens/settings/member-draft.ts";
import { SETTINGS_PAGES, askedPage, pagesFor } from "../../src/ui/screens/settings/pages.ts";
import { draftOf, policyOf, withDay, withReminder } from "../../src/ui/screens/settings/policy-draft.ts";
import { durationWords, withoutPrefix } from "../../src/ui/screens/settings/preview-words.ts";
import { german } from "../../src/ui/words/de/german.ts";
import { english } from "../../src/ui/words/en/english.ts";

const ZONE = "Europe/Berlin";
const MINUTE = 60_000;

describe("the policy as it is typed", () => {
  const full: EscalationPolicy = {
    first_notify: "team",
    remind_after_minutes: [3, 90],
    widen_after_minutes: 20,
    fallback_user_id: "0198c0de-0000-7000-8000-000000000001",
    repeat_every_minutes: 45,
    claim_lease_minutes: null,
    working_hours: { tz: "Asia/Tokyo", days: ["mon", "sat"], start: "22:00", end: "06:00" },
    quiet_hours: { start: "21:00", end: "07:00", min_priority: "critical" },
  };

  it("is the policy that was read, and one that the server takes", () => {
    for (const policy of [DEFAULT_POLICY, full]) {
      expect(policyOf(draftOf(policy, ZONE))).toEqual(policy);
      expect(EscalationPolicy.parse(policyOf(draftOf(policy, ZONE)))).toEqual(policy);
    }
  });

  it("keeps what was typed in a part that is switched off and on again", () => {
    const draft = draftOf(full, ZONE);
    const off = { ...draft, hasWorking: false, hasQuiet: false };
    expect(policyOf(off)).toEqual({ ...full, working_hours: null, quiet_hours: null });
    expect(policyOf({ ...off, hasWorking: true, hasQuiet: true })).toEqual(full);
  });

  it("offers the reader's own zone and a usual week where the account has named none", () => {
    const policy = policyOf({ ...draftOf(DEFAULT_POLICY, ZONE), hasWorking: true });
    expect(policy?.working_hours).toEqual({
      tz: ZONE,
      days: ["mon", "tue", "wed", "thu", "fri"],
      start: "08:00",
      end: "18:00",
    });
  });

  it("says nothing while a field that counts is empty, and whatever stands in one that does not", () => {
    const draft = draftOf(DEFAULT_POLICY, ZONE);
    expect(policyOf({ ...draft, widen: "" })).toBeNull();
    expect(policyOf({ ...draft, reminders: ["5", " "] })).toBeNull();
    expect(policyOf({ ...draft, hasWorking: true, working: { ...draft.working, start: "" } })).toBeNull();
    expect(policyOf({ ...draft, hasLease: false, lease: "" })).toEqual({
      ...DEFAULT_POLICY,
      claim_lease_minutes: null,
    });
  });

  it("offers each next reminder as much later as the one before", () => {
    expect(withReminder([])).toEqual(["5"]);
    expect(withReminder(["5"])).toEqual(["5", "10"]);
    expect(withReminder(["5", "15"])).toEqual(["5", "15", "25"]);
    expect(withReminder(["20", "15"])).toEqual(["20", "15", "20"]);
    expect(withReminder(["5", ""])).toEqual(["5", "", "5"]);
  });

  it("keeps the days in the order of the week", () => {
    expect(withDay(["mon", "fri"], "wed", true)).toEqual(["mon", "wed", "fri"]);
    expect(withDay(["mon", "fri"], "mon", false)).toEqual(["fri"]);
    expect(withDay(["fri"], "fri", true)).toEqual(["fri"]);
  });
});

describe("the preview", () => {
  it("says how long after the escalation, in the language that is spoken", () => {
    expect(durationWords(29_000, "en-GB")).toBeNull();
    expect(durationWords(5 * MINUTE, "en-GB")).toBe("5 min");
    expect(durationWords(90 * MINUTE, "en-GB")).toBe("1 hr 30 min");
    expect(durationWords((2 * 1_440 + 61) * MINUTE, "en-GB")).toBe("2 days 1 hr 1 min");
    expect(durationWords((1_440 + 120) * MINUTE, "de-DE")).toBe("1 Tag 2 Std.");
  });

  it("says what is wrong with the policy at the policy's own fields", () => {
    const { problem } = ApiProblem.ofOurs("validation_failed", 422, "Not valid", "Two fields");
    const errors = [
      { pointer: "/policy/working_hours/tz", detail: "Unknown time zone." },
      { pointer: "/at", detail: "No moment." },
    ];
    const judged = withoutPrefix(new ApiProblem({ ...problem, errors }), "/policy");
    expect(judged.problem.errors).toEqual([
      { pointer: "/working_hours/tz", detail: "Unknown time zone." },
      { pointer: "/at", detail: "No moment." },
    ]);
    const unreachable = ApiProblem.from(new TypeError("network"));
    expect(withoutPrefix(unreachable, "/policy")).toBe(unreachable);
  });
});

describe("a member's row", () => {
  const member: Member = {
    id: "m-1",
    user_id: "u-1",
    name: "Priya Nair",
    email: "priya@northwind.example",
    role: "engineer",
    team_id: "t-1",
    active: true,
    reachable: true,
    created_at: "2026-11-20T12:00:00.000Z",
  };

  it("changes what was changed in it, and nothing else", () => {
    const draft = memberDraftOf(member);
    expect(memberChange(member, draft)).toBeNull();
    expect(memberChange(member, { ...draft, role: "admin" })).toEqual({ role: "admin" });
    expect(memberChange(member, { ...draft, team: "" })).toEqual({ team_id: null });
    expect(memberChange(member, { ...draft, active: false, team: "t-2" })).toEqual({
      active: false,
      team_id: "t-2",
    });
  });

  it("says the rules about owners in its own words, and everything else in the server's", () => {
    const refused = (code: string, status: number) => ApiProblem.ofOurs(code, status, "Title", "Detail");
    const { members } = english.settings;
    expect(memberRefusal(refused("invalid_transition", 409), members)).toBe(members.lastOwner);
    expect(memberRefusal(refused("forbidden", 403), members)).toBe(members.onlyOwners);
    expect(memberRefusal(refused("unavailable", 503), members)).toBeNull();
  });
});

describe("the screens under the settings", () => {
  it("are all of them an owner's and an admin's, and one an engineer's and a viewer's", () => {
    expect(ROLES.map((role) => pagesFor(role))).toEqual([SETTINGS_PAGES, SETTINGS_PAGES, ["me"], ["me"]]);
    expect(askedPage("keys", "admin")).toBe("keys");
    expect(askedPage("keys", "engineer")).toBe("for_admins");
    expect(askedPage("me", "viewer")).toBe("me");
    expect(askedPage("billing", "owner")).toBe("unknown");
    expect(askedPage("constructor", "owner")).toBe("unknown");
  });
});

describe("the words of the settings", () => {
  it("name whom and what they are about, in both languages", () => {
    for (const { settings } of [english, german]) {
      const about = [
        settings.members.removeTitle,
        settings.invitations.withdrawOf,
        settings.teams.renameOf,
        settings.keys.revokeTitle,
        settings.me.onItsWay,
      ];
      expect(
        about.map((words) => words("<b>Zoë</b>")).filter((words) => !words.includes("<b>Zoë</b>")),
      ).toEqual([]);
    }
  });

  it("count in the singular and in the plural", () => {
    expect([0, 1, 2].map(english.settings.teams.count)).toEqual(["0 members", "1 member", "2 members"]);
    expect([0, 1, 2].map(german.settings.teams.count)).toEqual([
      "0 Mitglieder",
      "1 Mitglied",
      "2 Mitglieder",
    ]);
  });
});
