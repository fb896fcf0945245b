import { describe, expect, it } from "vitest";
import { WEEKDAYS, type WorkingHours } from "../../../src/contract/escalation-policy.ts";
import { nextWorkingMoment, quietUntil } from "../../../src/domain/ladder/hours.ts";
import { iso } from "../../../src/platform/iso.ts";

const office = (tz: string): WorkingHours => ({
  tz,
  days: ["mon", "tue", "wed", "thu", "fri"],
  start: "08:00",
  end: "17:00",
});
const next = (hours: WorkingHours, at: string) => iso(nextWorkingMoment(hours, Date.parse(at)));
const night = { start: "22:00", end: "07:00", min_priority: "high" as const };
const quiet = (tz: string, at: string, hours = night) => {
  const until = quietUntil(hours, tz, Date.parse(at));
  return until === null ? null : iso(until);
};

describe("working hours", () => {
  it.each([
    ["before they begin", "2026-11-20T06:59:00Z", "2026-11-20T07:00:00.000Z"],
    ["at their first moment", "2026-11-20T07:00:00Z", "2026-11-20T07:00:00.000Z"],
    ["in them", "2026-11-20T12:34:56Z", "2026-11-20T12:34:56.000Z"],
    ["in their last second", "2026-11-20T15:59:59Z", "2026-11-20T15:59:59.000Z"],
    ["when they are over, on a Friday", "2026-11-20T16:00:00Z", "2026-11-23T07:00:00.000Z"],
  ])("%s", (_, at, moment) => {
    expect(next(office("Europe/Berlin"), at)).toBe(moment);
  });

  it.each([
    ["Europe/Berlin", "forward", "2026-03-27T17:00:00Z", "2026-03-30T06:00:00.000Z"],
    ["Europe/Berlin", "back", "2026-10-23T16:00:00Z", "2026-10-26T07:00:00.000Z"],
    ["America/New_York", "forward", "2026-03-06T23:00:00Z", "2026-03-09T12:00:00.000Z"],
    ["America/New_York", "back", "2026-10-30T22:00:00Z", "2026-11-02T13:00:00.000Z"],
  ])("begin by the clock on the wall of %s after it was put %s", (tz, _, friday, monday) => {
    expect(next(office(tz), friday)).toBe(monday);
  });

  it.each([
    [
      "Europe/Berlin",
      "2026-03-28T23:30:00Z",
      "2026-03-29T00:00:00.000Z",
      "2026-03-29T03:59:00Z",
      "2026-03-29T04:00:00Z",
    ],
    [
      "America/New_York",
      "2026-03-08T04:30:00Z",
      "2026-03-08T06:00:00.000Z",
      "2026-03-08T09:59:00Z",
      "2026-03-08T10:00:00Z",
    ],
  ])("of a night shift in %s lose the hour that the clock jumps over", (tz, before, begins, last, over) => {
    const shift = { tz, days: [...WEEKDAYS], start: "01:00", end: "06:00" };
    expect(next(shift, before)).toBe(begins);
    expect(next(shift, last)).toBe(iso(Date.parse(last)));
    expect(Date.parse(next(shift, over))).toBeGreaterThan(Date.parse(over));
  });

  it.each([
    ["Europe/Berlin", "2026-10-24T23:00:00.000Z", "2026-10-25T04:59:00Z", "2026-10-25T05:00:00Z"],
    ["America/New_York", "2026-11-01T05:00:00.000Z", "2026-11-01T10:59:00Z", "2026-11-01T11:00:00Z"],
  ])("of a night shift in %s gain the hour that comes twice", (tz, begins, last, over) => {
    const shift = { tz, days: [...WEEKDAYS], start: "01:00", end: "06:00" };
    expect(next(shift, begins)).toBe(begins);
    expect(next(shift, last)).toBe(iso(Date.parse(last)));
    expect(Date.parse(next(shift, over))).toBeGreaterThan(Date.parse(over));
  });

  it("that lie in the hour the clock jumps over come the next day", () => {
    const hours = { tz: "Europe/Berlin", days: [...WEEKDAYS], start: "02:10", end: "02:40" };
    expect(next(hours, "2026-03-29T00:30:00Z")).toBe("2026-03-30T00:10:00.000Z");
  });

  it("that end before they begin reach into the next morning, of the day on which they began", () => {
    const hours: WorkingHours = { tz: "UTC", days: ["fri"], start: "22:00", end: "06:00" };
    expect(next(hours, "2026-11-21T05:59:00Z")).toBe("2026-11-21T05:59:00.000Z");
    expect(next(hours, "2026-11-21T06:00:00Z")).toBe("2026-11-27T22:00:00.000Z");
    expect(next(hours, "2026-11-20T05:00:00Z")).toBe("2026-11-20T22:00:00.000Z");
  });
});

describe("quiet hours", () => {
  it.each([
    ["before they begin", "2026-11-20T20:59:59Z", null],
    ["when they begin", "2026-11-20T21:00:00Z", "2026-11-21T06:00:00.000Z"],
    ["in the middle of the night", "2026-11-21T01:00:00Z", "2026-11-21T06:00:00.000Z"],
    ["when they end", "2026-11-21T06:00:00Z", null],
  ])("%s", (_, at, until) => {
    expect(quiet("Europe/Berlin", at)).toBe(until);
  });

  it.each([
    ["Europe/Berlin", "forward", "2026-03-28T22:00:00Z", "2026-03-29T05:00:00.000Z"],
    ["Europe/Berlin", "back", "2026-10-24T21:00:00Z", "2026-10-25T06:00:00.000Z"],
    ["America/New_York", "forward", "2026-03-08T04:00:00Z", "2026-03-08T11:00:00.000Z"],
    ["America/New_York", "back", "2026-11-01T03:00:00Z", "2026-11-01T12:00:00.000Z"],
  ])("end by the clock on the wall of %s in the night in which it is put %s", (tz, _, evening, morning) => {
    expect(quiet(tz, evening)).toBe(morning);
    expect(quiet(tz, morning)).toBeNull();
  });

  it.each([
    ["Europe/Berlin", "2026-03-29T00:45:00Z", "2026-03-29T01:00:00.000Z"],
    ["America/New_York", "2026-03-08T06:45:00Z", "2026-03-08T07:00:00.000Z"],
  ])("whose end the clock of %s jumps over end with the jump", (tz, at, until) => {
    expect(quiet(tz, at, { ...night, end: "02:30" })).toBe(until);
  });

  it.each([
    ["Europe/Berlin", "2026-10-24T23:45:00Z", "2026-10-25T00:30:00.000Z"],
    ["America/New_York", "2026-11-01T04:45:00Z", "2026-11-01T05:30:00.000Z"],
  ])("whose end the clock of %s shows twice end the first time", (tz, at, until) => {
    const end = tz === "Europe/Berlin" ? "02:30" : "01:30";
    expect(quiet(tz, at, { ...night, end })).toBe(until);
    expect(quiet(tz, until, { ...night, end })).toBeNull();
  });

  it("that begin when they end are none", () => {
    expect(quiet("UTC", "2026-11-20T22:00:00Z", { ...night, end: "22:00" })).toBeNull();
  });

  it("by day are those of that day", () => {
    const lunch = { ...night, start: "12:00", end: "13:00" };
    expect(quiet("UTC", "2026-11-20T12:30:00Z", lunch)).toBe("2026-11-20T13:00:00.000Z");
    expect(quiet("UTC", "2026-11-20T13:30:00Z", lunch)).toBeNull();
  });
});
