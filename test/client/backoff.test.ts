import { expect, it } from "vitest";
import { backoff } from "../../src/client/backoff.ts";

const ATTEMPTS = [0, 1, 2, 3, 4, 5, 6, 7, 50, 5_000];

it("waits at most half a second at first, twice as long each time, and never over 30 s", () => {
  const longest = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000];
  expect(ATTEMPTS.map((attempt) => backoff(attempt, () => 1))).toEqual(longest);
});

it("spreads evenly from nothing to the longest, so that not all come back at once", () => {
  expect(ATTEMPTS.map((attempt) => backoff(attempt, () => 0))).toEqual(ATTEMPTS.map(() => 0));
  expect(backoff(3, () => 0.25)).toBe(1_000);
});
