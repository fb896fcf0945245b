import * as fc from "fast-check";
import { expect, test } from "vitest";
import { noMail } from "../../src/channels/no-mail.ts";
import { GIVE_UP_AFTER_MS, retryDelay } from "../../src/domain/retry-delay.ts";
import { workerDeps } from "../../src/queue/worker-deps.ts";
import { NOON } from "../support/factories.ts";
import { makeMailRoom } from "../support/mail-room.ts";
import type { Behaviour } from "../support/postmark.ts";
import { envWith } from "../support/worker-with.ts";

const api =
  (status: number, ErrorCode: number, Message: string): Behaviour =>
  () =>
    Response.json({ ErrorCode, Message }, { status });
const perMessage =
  (ErrorCode: number, Message: string): Behaviour =>
  (_, batch) =>
    Response.json(batch.map(() => ({ ErrorCode, Message })));

test.each([
  [
    "a suppressed recipient",
    perMessage(406, "Inactive recipient"),
    "suppressed",
    "Postmark 406: Inactive recipient",
  ],
  [
    "a wrong address",
    perMessage(300, "Invalid 'To' address"),
    "failed",
    "Postmark 300: Invalid 'To' address",
  ],
])("%s is final, and visibly so", async (_, behave, status, last_error) => {
  const room = await makeMailRoom();
  room.postmark.behave = behave;
  const { handoff } = await room.escalate();
  await room.deliver(handoff.id);
  expect(await room.ledger(handoff.id)).toMatchObject([
    { status, last_error, attempts: 1, next_attempt_at: null },
  ]);
  expect((await room.desk.log(1))[0]).toMatchObject({ type: "delivery_changed", deliveries: [{ status }] });
  room.clock.now += GIVE_UP_AFTER_MS;
  expect(await room.deliver(handoff.id)).toBe(0);
});

test.each([
  ["a wrong token", api(401, 10, "Bad token"), 0],
  ["an account without credits", perMessage(405, "Not allowed to send"), 0],
  ["a sender that is not confirmed", perMessage(401, "Sender signature not confirmed"), 0],
  ["too many requests", api(429, 0, "Slow down"), 0],
  ["a fault at Postmark", api(500, 0, "Oops"), 1],
  ["a page of something in between", (() => new Response("<html>", { status: 403 })) satisfies Behaviour, 1],
  ["a lost connection", (() => Promise.reject(new TypeError("lost"))) satisfies Behaviour, 1],
])(
  "after %s the mail waits as long as the delay says, with the reason, and then goes out",
  async (_, behave, uncertain) => {
    const room = await makeMailRoom();
    room.postmark.behave = behave;
    const { handoff } = await room.escalate();
    for (let attempts = 1; attempts <= 3; attempts++) {
      await room.deliver(handoff.id);
      const [row] = await room.ledger(handoff.id);
      const next_attempt_at = room.clock.now + retryDelay(attempts, 0.5);
      expect(row).toMatchObject({
        status: "pending",
        attempts,
        uncertain,
        next_attempt_at,
        provider_message_id: null,
      });
      expect(row?.last_error).toMatch(/\S/);
      room.clock.now = next_attempt_at - 1;
      expect(await room.deliver(handoff.id)).toBe(0);
      room.clock.now = next_attempt_at;
    }
    room.postmark.behave = (arrive) => arrive();
    expect(await room.deliver(handoff.id)).toBe(1);
    expect(await room.ledger(handoff.id)).toMatchObject([
      { status: "sent", attempts: 4, uncertain: 0, last_error: null },
    ]);
    expect(room.postmark.arrived).toHaveLength(1);
  },
);

test("after a day it has failed for good, and says why", async () => {
  const room = await makeMailRoom();
  room.postmark.behave = api(500, 0, "Oops");
  const { handoff } = await room.escalate();
  let attempts = 0;
  for (
    let [row] = await room.ledger(handoff.id);
    row?.status === "pending";
    [row] = await room.ledger(handoff.id)
  ) {
    room.clock.now = row.next_attempt_at ?? 0;
    expect(room.clock.now).toBeLessThanOrEqual(NOON + GIVE_UP_AFTER_MS);
    await room.deliver(handoff.id);
    attempts++;
  }
  expect(await room.ledger(handoff.id)).toMatchObject([
    { status: "failed", attempts, next_attempt_at: null },
  ]);
  expect(attempts).toBeGreaterThan(40);
  expect(room.clock.now).toBeGreaterThan(NOON + GIVE_UP_AFTER_MS - 30 * 60_000);
  expect((await room.desk.log()).at(-1)).toMatchObject({ deliveries: [{ status: "failed" }] });
  room.clock.now += GIVE_UP_AFTER_MS;
  expect(await room.deliver(handoff.id)).toBe(0);
});

test("without a token and outside the demo the mail waits, and the ledger says for what", async () => {
  const room = await makeMailRoom();
  room.deps.mailer = workerDeps(envWith({ DEMO_MODE: "off" })).mailer;
  expect(room.deps.mailer).toBe(noMail);
  const { handoff } = await room.escalate();
  await room.deliver(handoff.id);
  expect(await room.ledger(handoff.id)).toMatchObject([
    { status: "pending", uncertain: 0, last_error: "No mail service is configured (POSTMARK_TOKEN)." },
  ]);
});

test("delays double from five seconds to half an hour, never below half of it", () => {
  const attempts = fc.integer({ min: 1, max: 2_000 });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const longest = (n: number) => Math.min(5_000 * 2 ** (n - 1), 30 * 60_000);
  fc.assert(
    fc.property(attempts, random, (n, chance) => {
      const delay = retryDelay(n, chance);
      expect(delay).toBeGreaterThanOrEqual(longest(n) / 2);
      expect(delay).toBeLessThanOrEqual(longest(n));
    }),
    { seed: 20261120 },
  );
  expect([1, 2, 3, 9, 10, 11].map((n) => retryDelay(n, 0))).toEqual([
    2_500, 5_000, 10_000, 640_000, 900_000, 900_000,
  ]);
});
