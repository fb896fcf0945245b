import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  BY_THEMSELVES,
  type Load,
  LONG_WINDOW_MS,
  MOST_AN_HOUR,
  WINDOW_MS,
  shareOut,
} from "../../../src/domain/deliveries/storm-control.ts";
import { NOON } from "../../support/factories.ts";

const mails = fc.array(fc.record({ can_wait: fc.boolean(), critical: fc.boolean() }), { maxLength: 60 });
const load = fc.record({
  others: fc.integer({ min: 0, max: 10 }),
  in_minute: fc.integer({ min: 0, max: 8 }),
  earlier: fc.integer({ min: 0, max: 40 }),
  began: fc.integer({ min: 1, max: WINDOW_MS - 1 }),
});

test("nobody gets more by themselves than their share, and nothing is left out", () => {
  fc.assert(
    fc.property(mails, load, (given, { others, in_minute, earlier, began }) => {
      const now: Load = {
        sending: given.length + others,
        in_minute,
        in_hour: in_minute + earlier,
        began: in_minute > 0 ? NOON - began : null,
      };
      const shares = shareOut(given, now, NOON);
      expect(shares.size).toBe(given.length);
      const alone = given.filter((mail) => shares.get(mail) === null);
      const held = given.filter((mail) => shares.get(mail) !== null);
      expect(held.every(({ can_wait }) => can_wait)).toBe(true);
      const minute = in_minute + others + alone.filter((mail) => mail.can_wait && !mail.critical).length;
      if (minute > in_minute + others) expect(minute).toBeLessThanOrEqual(BY_THEMSELVES);
      for (const mail of held) {
        const at = shares.get(mail) ?? 0;
        const full = now.in_hour + others + alone.length >= MOST_AN_HOUR;
        expect(at > NOON && at <= NOON + (full ? LONG_WINDOW_MS : WINDOW_MS)).toBe(true);
        if (mail.critical) expect(at).toBe(NOON + LONG_WINDOW_MS);
      }
    }),
    { seed: 20261126, numRuns: 500 },
  );
});

test("the first one goes at once", () => {
  const mail = { can_wait: true, critical: false };
  const nothing: Load = { sending: 1, in_minute: 0, in_hour: 0, began: null };
  expect([...shareOut([mail], nothing, NOON).values()]).toEqual([null]);
});
