import { expect, test } from "vitest";
import { assessByRules } from "../../src/assessment/rules.ts";
import type { AssessmentInput } from "../../src/contract/assessment-input.ts";
import { newId } from "../../src/platform/new-id.ts";

test("an assessment of five hundred steps stays small, and speaks of the newest", () => {
  const results = ["worked", "failed", "inconclusive", "skipped"] as const;
  const steps: AssessmentInput["steps"] = Array.from({ length: 500 }, (_, index) => ({
    id: newId(),
    title: `Step ${index + 1} ${"ü".repeat(150)}`,
    result: results[index % 4] ?? "failed",
    detail: "ä".repeat(10_000),
    evidence_url: null,
  }));
  const input = {
    problem_summary: "VPN odd",
    problem_domain: "vpn",
    engineer_notes: null,
    intake: null,
    messages: [],
    resolved: [],
  };
  const assessment = assessByRules({ ...input, steps });
  expect(new TextEncoder().encode(JSON.stringify(assessment)).byteLength).toBeLessThan(32 * 1024);
  expect(assessment.confidence).toBe("medium");
  const newestOf = (result: string) => steps.filter((step) => step.result === result).slice(-8);
  const named = new Set(assessment.evidence.flatMap(({ refs }) => refs));
  const expected = ["worked", "failed", "inconclusive"].flatMap(newestOf).map(({ id }) => id);
  expect([...named].toSorted()).toEqual(expected.toSorted());
  expect(assessment.likely_cause).toContain("Step 497");
  const failures = steps.filter(({ result }) => result === "failed");
  expect(assessByRules({ ...input, steps: failures }).likely_cause).toContain("Step 498");
});
