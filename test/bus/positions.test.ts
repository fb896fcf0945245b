import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readPosition, writePosition } from "../../src/bus/position.ts";
import {
  REPLAY_AGE_MS,
  REPLAY_BYTES,
  REPLAY_EVENTS,
  type ReplayEvent,
  judgeReplay,
  judgeResume,
} from "../../src/bus/resume.ts";

const SEED = 20261120;
const log = { epoch: "k3", end: 1_000 };
const epochs = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
const event = (seq: number, data = "{}", at = 0): ReplayEvent => ({ seq, type: "handoff_created", data, at });
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => event(from + index));

test("every position that is written can be read again", () => {
  const seqs = fc.integer({ min: 0, max: 999_999_999_999_999 });
  fc.assert(
    fc.property(epochs, seqs, (epoch, seq) => {
      expect(readPosition(writePosition(epoch, seq))).toEqual({ epoch, seq });
    }),
    { seed: SEED },
  );
});

test("any other text is no position, whatever it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const position = readPosition(text);
      if (position) expect(writePosition(position.epoch, position.seq)).toBe(text);
    }),
    { seed: SEED, numRuns: 1_000 },
  );
});

test.each([
  ["without a resume point a stream is live", null, { kind: "live" }],
  ["the end of the log is a replay of nothing", "k3.1000", { kind: "replay", after: 1_000 }],
  ["500 behind is a replay", `k3.${1_000 - REPLAY_EVENTS}`, { kind: "replay", after: 500 }],
  ["501 behind is too far", "k3.499", { kind: "reset", reason: "too_far" }],
  ["ahead of the log is unknown", "k3.1001", { kind: "reset", reason: "unknown_position" }],
  ["another epoch is told as such, however far", "k4.1001", { kind: "reset", reason: "epoch" }],
  ["what is no position is unknown", "k3.01", { kind: "reset", reason: "unknown_position" }],
  ["nothing at all is unknown", "", { kind: "reset", reason: "unknown_position" }],
])("%s", (_, resume, start) => {
  expect(judgeResume(resume, log)).toEqual(start);
});

test("a replay is all of it or a reset", () => {
  const whole = { after: 2, end: 6 };
  expect(judgeReplay(range(3, 6), whole, 0)).toBeNull();
  expect(judgeReplay([], { after: 6, end: 6 }, 0)).toBeNull();
  expect(judgeReplay(range(4, 6), whole, 0)).toBe("too_old");
  expect(judgeReplay(range(3, 5), whole, 0)).toBe("too_old");
  expect(judgeReplay([event(3), event(4), event(4), event(6)], whole, 0)).toBe("too_old");
});

test("age and weight have exact bounds", () => {
  const one = { after: 0, end: 1 };
  expect(judgeReplay([event(1)], one, REPLAY_AGE_MS)).toBeNull();
  expect(judgeReplay([event(1)], one, REPLAY_AGE_MS + 1)).toBe("too_old");
  expect(REPLAY_AGE_MS).toBeGreaterThanOrEqual(7 * 24 * 60 * 60 * 1000);
  expect(judgeReplay([event(1, "x".repeat(REPLAY_BYTES))], one, 0)).toBeNull();
  expect(judgeReplay([event(1, "x".repeat(REPLAY_BYTES + 1))], one, 0)).toBe("too_far");
  expect(judgeReplay([event(1, "ж".repeat(REPLAY_BYTES / 2 + 1))], one, 0)).toBe("too_far");
});
