import { expect, test } from "vitest";
import { pushOutcome } from "../../../src/domain/psa/push-outcome.ts";
import { note } from "../../support/note-row.ts";

const NOW = 1_000;
const HOUR = 60 * 60_000;
const retry = { kind: "retry" as const, error: "x", ticket_id: null };

test.each([
  [
    "the connection: everything of it waits",
    { ...retry, uncertain: false, blame: "connection" as const },
    3_750,
    true,
  ],
  ["this ticket: it waits alone", { ...retry, uncertain: false, blame: "ticket" as const }, 3_750, false],
  [
    "a call that may still be under way: half a minute at least",
    { ...retry, uncertain: true, blame: "ticket" as const },
    30_000,
    false,
  ],
  [
    "the limit: as long as was asked for",
    { ...retry, uncertain: false, blame: "limit" as const, after: 90_000 },
    93_750,
    true,
  ],
  [
    "the limit: never longer than an hour",
    { ...retry, uncertain: false, blame: "limit" as const, after: 240 * HOUR },
    HOUR + 3_750,
    true,
  ],
])("what did not work is tried again by what it was about; %s", (_, result, delay, pauses) => {
  const outcome = pushOutcome(NOW, note("1", { attempts: 1 }), result, 0.5);
  const { uncertain } = result;
  const next = NOW + delay;
  expect(outcome).toEqual({ status: "pending", next, error: "x", uncertain, pause: pauses ? next : null });
});

test("a day after it was promised a note has failed, and whether it arrived stays open", () => {
  const old = note("1", { attempts: 50, created_at: NOW - 24 * HOUR });
  const result = { ...retry, uncertain: true, blame: "ticket" as const };
  expect(pushOutcome(NOW, old, result, 0.5)).toMatchObject({ status: "failed", next: null, uncertain: true });
});
