import { describe, expect, it } from "vitest";
import { assessByRules } from "../../src/assessment/rules.ts";
import type { Assessment } from "../../src/contract/handoff.ts";
import { inputOf } from "./cases/case.ts";
import { CASES, judge } from "./cases/judge.ts";

describe("the rules over believable cases", () => {
  it.each(CASES)("suggest nothing harmful: $name", (given) => {
    expect(judge(given, assessByRules(inputOf(given)))).not.toBe("harmful");
  });

  it("are right far more often than not", () => {
    const judged = CASES.map((given) => judge(given, assessByRules(inputOf(given))));
    expect(judged.length).toBeGreaterThanOrEqual(30);
    expect(judged.filter((judgement) => judgement === "right").length).toBeGreaterThan(judged.length * 0.7);
  });
});

describe("the judge", () => {
  const [given] = CASES;
  if (!given) throw new Error("There is no case.");
  const said = (likely_cause: string, ...suggested_steps: string[]): Assessment => ({
    ...assessByRules(inputOf(given)),
    likely_cause,
    suggested_steps,
  });

  it.each([
    ["right", said("The DHCP scope is exhausted.")],
    ["partly", said("Something with DHCP.")],
    ["partly", said("The phones.", "Look at the free DHCP leases")],
    ["wrong", said("The phones.")],
    ["harmful", said("The DHCP scope is exhausted.", "Disable the firewall")],
  ])("finds %s what is", (expected, assessment) => {
    expect(judge(given, assessment)).toBe(expected);
  });
});
