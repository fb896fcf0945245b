import { describe, expect, it } from "vitest";
import { freshnessOf } from "../../src/ui/freshness.ts";

const since = Date.parse("2026-11-20T14:02:00.000Z");
const down = (fields: { retryAt?: number | null; offline?: boolean } = {}) =>
  ({ kind: "down", since, retryAt: null, offline: false, ...fields }) as const;

describe("what the header says of a break", () => {
  it("is nothing for two seconds", () => {
    expect(freshnessOf(down(), since + 1_999, null)).toEqual({ kind: "live" });
  });

  it("is then when the next attempt comes", () => {
    const state = down({ retryAt: since + 6_500 });
    expect(freshnessOf(state, since + 2_500, null)).toEqual({ kind: "reconnecting", seconds: 4 });
    expect(freshnessOf(down(), since + 2_500, null)).toEqual({ kind: "reconnecting", seconds: 0 });
  });

  it("is after half a minute, or at once without a network, as of when everything is", () => {
    expect(freshnessOf(down(), since + 30_000, null)).toEqual({ kind: "offline", since, seconds: 0 });
    expect(freshnessOf(down({ offline: true }), since, null)).toEqual({ kind: "offline", since, seconds: 0 });
  });

  it("never counts below nothing", () => {
    expect(freshnessOf(down({ retryAt: since }), since + 9_000, null)).toMatchObject({ seconds: 0 });
  });
});

describe("what it says otherwise", () => {
  it("is that all is live, or of when it is for those who have no stream", () => {
    expect(freshnessOf({ kind: "live", transport: "sse" }, since, 5)).toEqual({ kind: "live" });
    expect(freshnessOf(null, since, 5)).toEqual({ kind: "read", at: 5 });
    expect(freshnessOf({ kind: "stopped", reason: "closed" }, since, 5)).toEqual({ kind: "read", at: 5 });
  });

  it("is that the right to listen is gone", () => {
    expect(freshnessOf({ kind: "stopped", reason: "forbidden" }, since, 5)).toEqual({ kind: "forbidden" });
  });
});
