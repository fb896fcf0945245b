import { describe, expect, it } from "vitest";
import { numbersAddress, numbersQuery, rangeIn } from "../../src/ui/numbers-range.ts";
import { marksBetween, placeOn } from "../../src/ui/time-scale.ts";

describe("the address of the numbers", () => {
  it("says the range and the team, and nothing where both are usual", () => {
    expect(numbersAddress({ days: 30 }, undefined)).toBe("/numbers");
    expect(numbersAddress({ days: 7 }, "t-1")).toBe("/numbers?days=7&team=t-1");
    expect(numbersAddress({ from: "2026-11-01", to: "2026-11-30" }, undefined)).toBe(
      "/numbers?from=2026-11-01&to=2026-11-30",
    );
  });

  it.each([
    [{}, { days: 30 }],
    [{ days: "90" }, { days: 90 }],
    [{ days: "91" }, { days: 30 }],
    [{ days: "90", from: "2026-11-01" }, { days: 90 }],
    [
      { from: "2026-11-01", to: "2026-11-01" },
      { from: "2026-11-01", to: "2026-11-01" },
    ],
    [{ from: "2026-11-02", to: "2026-11-01" }, { days: 30 }],
    [{ from: "yesterday", to: "2026-11-01" }, { days: 30 }],
    [{ from: "2026-13-01", to: "2026-14-01" }, { days: 30 }],
  ])("is read, and what makes no sense is the usual range: %o", (query, range) => {
    expect(rangeIn(query)).toEqual(range);
  });

  it("asks for whole days of the reader's clock, and for the same thing all day", () => {
    const [morning, night] = [new Date(2026, 10, 20, 0, 0, 1), new Date(2026, 10, 20, 23, 59, 59)];
    const asked = new URLSearchParams(numbersQuery({ days: 7 }, "t-1", "Europe/Berlin", morning));
    expect(Object.fromEntries(asked)).toEqual({
      tz: "Europe/Berlin",
      from: new Date(2026, 10, 14).toISOString(),
      team_id: "t-1",
    });
    expect(numbersQuery({ days: 7 }, "t-1", "Europe/Berlin", night)).toBe(asked.toString());
    const days = { from: "2026-11-01", to: "2026-11-30" };
    expect(Object.fromEntries(new URLSearchParams(numbersQuery(days, undefined, "UTC", night)))).toEqual({
      tz: "UTC",
      from: new Date(2026, 10, 1).toISOString(),
      to: new Date(2026, 11, 1).toISOString(),
    });
  });
});

describe("the scale of durations", () => {
  it("frames what it shows, and is at least one step wide", () => {
    expect(marksBetween(30, 400)).toEqual([10, 60, 300, 1_800]);
    expect(marksBetween(0, 0)).toEqual([1, 10]);
    expect(marksBetween(60, 60)).toEqual([60, 300]);
  });

  it("gives each tenfold the same room, and keeps the longest on it", () => {
    const marks = [1, 10, 100];
    expect([1, 10, 100].map((seconds) => placeOn(marks, seconds))).toEqual([0, 0.5, 1]);
    expect([placeOn(marks, 0), placeOn(marks, 1e12)]).toEqual([0, 1]);
  });
});
