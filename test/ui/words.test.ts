import { describe, expect, it } from "vitest";
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

describe("where signing in leads", () => {
  const site = "https://baton.example";

  it("goes back to the page that was asked for", () => {
    expect(safeNext("/sessions/1?x=2#step-3", site)).toBe("/sessions/1?x=2#step-3");
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
