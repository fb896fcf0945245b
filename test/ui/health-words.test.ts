import { describe, expect, it } from "vitest";
import type { AccountHealth } from "../../src/contract/health.ts";
import { healthWords } from "../../src/ui/health-words.ts";
import { clockWords } from "../../src/ui/time-words.ts";

const NOON = Date.UTC(2026, 10, 20, 12);
const health = (count: number, checked: number | null = NOON): AccountHealth => ({
  ok: count === 0,
  checked_at: checked === null ? null : new Date(checked).toISOString(),
  findings: Array.from({ length: count }, (_, index) => ({
    code: "log_hole",
    handoff_id: null,
    detail: `Finding ${index}`,
    since: new Date(NOON).toISOString(),
  })),
});

describe("the line about the account's health", () => {
  it("says nothing while nothing is wrong, or nobody has looked yet", () => {
    expect(healthWords(health(0), NOON + 299_999)).toBeNull();
    expect(healthWords(health(0, null), NOON)).toBeNull();
  });

  it("counts what needs attention", () => {
    expect(healthWords(health(1), NOON)).toBe("1 thing needs attention");
    expect(healthWords(health(12), NOON)).toBe("12 things need attention");
  });

  it("does not pass for good health when nobody has looked for five minutes", () => {
    expect(healthWords(health(0), NOON + 300_000)).toBe(`Not checked since ${clockWords(NOON)}`);
    expect(healthWords(health(2), NOON + 300_000)).toBe("2 things need attention");
  });
});
