import { describe, expect, it } from "vitest";
import { nextAction } from "../../src/ui/next-action.ts";
import { evidenceRef } from "../../src/ui/evidence-ref.ts";
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
    const assessment = { suggested_steps: ["Swap the cable", "Call"], confidence: "medium" };
    expect(nextAction(detail(assessment, [], "ZD420"))).toEqual({
      action: "Swap the cable",
      why: "The assessment suggests it first (medium confidence).",
    });
  });

  it("is where the trail of steps ends when there is no assessment", () => {
    const failed = { ...step, ...by, result: "failed" };
    expect(nextAction(detail(null, [failed], "ZD420"))).toEqual({
      action: "Go on from the last step: “Restarted the spooler” (failed).",
      why: "Here the trail of steps ends, and no assessment says more.",
    });
  });

  it("is to look for oneself when nothing was tried", () => {
    expect(nextAction(detail(null, [], "ZD420"))).toEqual({
      action: "See the problem for yourself on ZD420.",
      why: "Nothing has been tried yet.",
    });
  });

  it("leads from a claim to the step or message that it rests on, and never shows an id", () => {
    const steps = [{ ...step, ...by, result: "failed" as const }];
    const message = "01935d2e-0000-7000-8000-000000000001";
    const ref = (name: string) => evidenceRef(name, steps, "se-1");
    expect(ref("step:st-1")).toEqual({ says: "step 1", href: "#step-st-1" });
    expect(ref(message)).toEqual({ says: "a message", href: `/sessions/se-1#message-${message}` });
    expect(ref("problem_summary")).toEqual({ says: "problem summary", href: null });
    expect(ref("event_log:42")).toEqual({ says: "event log", href: null });
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
