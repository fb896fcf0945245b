import { describe, expect, it } from "vitest";
import { thresholdsOf, waitLevel } from "../../src/ui/wait-level.ts";
import { queueRow } from "./support/queue-event.ts";

const noon = Date.parse("2026-11-20T12:00:00.000Z");
const minutes = (count: number) => new Date(noon + count * 60_000).toISOString();
/** A handoff of this age whose next step comes so many minutes after it was made. */
const waiting = (age: number, next: number | null, fields = {}) =>
  queueRow({
    created_at: minutes(-age),
    next_action_at: next === null ? null : minutes(next - age),
    ...fields,
  });

describe("what the account thinks of as long", () => {
  it("is 5 and 15 minutes while nothing says otherwise", () => {
    expect(thresholdsOf([], noon)).toEqual([5, 15]);
    expect(thresholdsOf([waiting(1, 5), waiting(8, 15), waiting(20, 45)], noon)).toEqual([5, 15]);
  });

  it("is what new handoffs are reminded after, and then the ones that wait for longer", () => {
    expect(thresholdsOf([waiting(1, 10)], noon)).toEqual([10, 30]);
    expect(thresholdsOf([waiting(1, 10), waiting(12, 20)], noon)).toEqual([10, 20]);
  });

  it("is not what waits for the morning, is parked or is held", () => {
    const held = waiting(1, 30, { status: "claimed" });
    const parked = waiting(1, 60, { intent: "park" });
    expect(thresholdsOf([waiting(2, 600), held, parked], noon)).toEqual([5, 15]);
  });
});

describe("how long a handoff has waited", () => {
  const level = (row: ReturnType<typeof waiting>) => waitLevel(row, [5, 15], noon);

  it("changes at the minute of each threshold", () => {
    expect([4.99, 5, 14.99, 15, 500].map((age) => level(waiting(age, null)))).toEqual([0, 1, 1, 2, 2]);
  });

  it("is never too long for what waits on purpose or does not wait", () => {
    expect(level(waiting(500, null, { intent: "park" }))).toBe(0);
    expect(level(waiting(500, null, { status: "claimed" }))).toBe(0);
  });
});
