import { describe, expect, it } from "vitest";
import { nextAction } from "../../src/ui/next-action.ts";
import { refWords } from "../../src/ui/ref-words.ts";
import { safeNext } from "../../src/ui/safe-next.ts";
import { agoWords, lastedWords, momentWords } from "../../src/ui/time-words.ts";

const noon = Date.parse("2026-11-20T12:00:00.000Z");
const before = (ms: number) => new Date(noon - ms).toISOString();

describe("ages", () => {
  it("are relative under a day and a date after that", () => {
    expect(agoWords(before(2_000), noon)).toMatch(/^2 sec/);
    expect(agoWords(before(5 * 60_000), noon)).toBe("5 min ago");
    expect(agoWords(before(23 * 3_600_000), noon)).toMatch(/^23 h/);
    expect(agoWords(before(24 * 3_600_000), noon)).toBe(momentWords(before(24 * 3_600_000)));
  });

  it("never lie in the future, whatever the clocks say", () => {
    expect(agoWords(before(-60_000), noon)).toMatch(/^1 sec/);
  });

  it("say how long somebody has waited", () => {
    expect(lastedWords(before(12 * 60_000), noon)).toMatch(/^12 min/);
    expect(lastedWords(before(50 * 3_600_000), noon)).toBe("2 days");
  });
});

describe("where to start", () => {
  const step = { id: "st-1", position: 1, title: "Restarted the spooler", detail: null, evidence_url: null };
  const by = { branch_id: null, author_id: null, author_name: null, created_at: before(0) };
  const detail = (assessment: unknown, steps: unknown[], device: string | null) =>
    ({
      handoff: { ai_assessment_data: assessment },
      session: { device, contact: null },
      steps,
    }) as unknown as Parameters<typeof nextAction>[0];

  it("is the first step that the assessment suggests", () => {
    expect(nextAction(detail({ suggested_steps: ["Swap the cable", "Call"] }, [], "ZD420"))).toBe(
      "Swap the cable",
    );
  });

  it("is where the trail of steps ends when there is no assessment", () => {
    const failed = { ...step, ...by, result: "failed" };
    expect(nextAction(detail(null, [failed], "ZD420"))).toBe(
      "Go on from the last step: “Restarted the spooler” (failed).",
    );
  });

  it("is to look for oneself when nothing was tried", () => {
    expect(nextAction(detail(null, [], "ZD420"))).toBe("See the problem for yourself on ZD420.");
  });

  it("names the step that evidence rests on by its number", () => {
    const steps = [{ ...step, ...by, result: "failed" as const }];
    expect(refWords("step:st-1", steps)).toBe("step 1");
    expect(refWords("problem_summary", steps)).toBe("problem summary");
  });
});

describe("where signing in leads", () => {
  const site = "https://baton.example";

  it("goes back to the page that was asked for", () => {
    expect(safeNext("/sessions/1?x=2", site)).toBe("/sessions/1?x=2");
  });

  it("never leads to another site or round in a circle", () => {
    for (const asked of [
      "https://evil.example/",
      "//evil.example",
      "/\\evil.example",
      "/sign-in",
      undefined,
    ]) {
      expect(safeNext(asked, site)).toBe("/escalations");
    }
  });
});
