import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readRetryAfter } from "../../src/platform/retry-after.ts";
import { GIVE_UP_AFTER_MS, retryDelay } from "../../src/domain/retry-delay.ts";
import { makeMailRoom } from "../support/mail-room.ts";
import type { Behaviour } from "../support/postmark.ts";

const slowDown =
  (status: number, headers: Record<string, string>): Behaviour =>
  () =>
    Response.json({ ErrorCode: 0, Message: "Slow down" }, { status, headers });

const DATE = "Fri, 20 Nov 2026 12:00:00 GMT";
test.each([
  ["seconds of a 429", slowDown(429, { "Retry-After": "90" }), 90_000, 0],
  ["seconds of a 503", slowDown(503, { "Retry-After": "3600" }), 3_600_000, 1],
  [
    "a date, by the answer's own clock",
    slowDown(429, { "Retry-After": "Fri, 20 Nov 2026 12:02:00 GMT", Date: DATE }),
    120_000,
    0,
  ],
])("the next attempt is never earlier than %s", async (_, behave, wait, uncertain) => {
  const room = await makeMailRoom();
  room.postmark.behave = behave;
  const { handoff } = await room.escalate();
  await room.deliver(handoff.id);
  const next_attempt_at = room.clock.now + wait + retryDelay(1, 0.5);
  expect(await room.ledger(handoff.id)).toMatchObject([
    { status: "pending", attempts: 1, uncertain, next_attempt_at },
  ]);
  room.clock.now += wait;
  expect(await room.deliver(handoff.id)).toBe(0);
  room.clock.now = next_attempt_at;
  room.postmark.behave = (arrive) => arrive();
  expect(await room.deliver(handoff.id)).toBe(1);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "sent", attempts: 2 }]);
});

test.each([
  ["a 429 that does not say", slowDown(429, {})],
  ["a 429 that says nonsense", slowDown(429, { "Retry-After": "soon" })],
  ["a 500, whose wish does not count", slowDown(500, { "Retry-After": "7200" })],
])("after %s the ordinary delay counts", async (_, behave) => {
  const room = await makeMailRoom();
  room.postmark.behave = behave;
  const { handoff } = await room.escalate();
  await room.deliver(handoff.id);
  expect(await room.ledger(handoff.id)).toMatchObject([
    { status: "pending", next_attempt_at: room.clock.now + retryDelay(1, 0.5) },
  ]);
});

test("who is asked to wait for longer than a day has failed, visibly; a row with its own end is tried until then", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  room.postmark.behave = slowDown(429, { "Retry-After": String(GIVE_UP_AFTER_MS / 1000) });
  const { handoff } = await room.escalate();
  await env.DB.prepare("UPDATE deliveries SET give_up_at = ? WHERE handoff_id = ? AND recipient_id = ?")
    .bind(room.clock.now + 2 * GIVE_UP_AFTER_MS, handoff.id, room.team[1]?.id ?? "")
    .run();
  await room.deliver(handoff.id);
  const rows = await room.ledger(handoff.id);
  expect(new Map(rows.map(({ recipient_id, status }) => [recipient_id, status]))).toEqual(
    new Map([
      [room.team[0]?.id, "failed"],
      [room.team[1]?.id, "pending"],
    ]),
  );
  expect((await room.desk.log()).at(-1)).toMatchObject({
    type: "delivery_changed",
    deliveries: [{ recipient_id: room.team[0]?.id, status: "failed" }],
  });
});

test("whatever stands in the header, waiting is a number that is not negative, or nothing", () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string()), (value, date) => {
      const headers = {
        get: (name: string) => (name === "retry-after" ? value : date),
      } as unknown as Headers;
      const wait = readRetryAfter(headers);
      expect(wait === null || (Number.isFinite(wait) && wait >= 0)).toBe(true);
    }),
    { seed: 20261126 },
  );
});

const html403: Behaviour = () =>
  new Response("<html>Blocked</html>", { status: 403, headers: { "content-type": "text/html" } });
const errorInside: Behaviour = () => Response.json({ ErrorCode: 10, Message: "No such server" });
const cutOff: Behaviour = (arrive) => {
  arrive();
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('[{"ErrorCode":0,"Mess')),
    pull: (controller) => controller.error(new TypeError("Network connection lost.")),
  });
  return new Response(body);
};

test.each([
  ["a 403 page of something in between", html403, 1],
  ["a 200 with an error code inside", errorInside, 1],
  ["an answer that is cut off in its middle", cutOff, 1],
])("%s is not sent: it is looked up, and one mail arrives in the end", async (_, behave, uncertain) => {
  const room = await makeMailRoom();
  room.postmark.behave = behave;
  const { handoff } = await room.escalate();
  await room.deliver(handoff.id);
  expect(await room.ledger(handoff.id)).toMatchObject([
    { status: "pending", uncertain, provider_message_id: null, sent_at: null },
  ]);
  room.postmark.behave = (arrive) => arrive();
  room.clock.now += 60_000;
  await room.deliver(handoff.id);
  expect(room.postmark.arrived).toHaveLength(1);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "sent", uncertain: 0 }]);
});

test("a call that hangs is given up after ten seconds, and the mail is uncertain", async () => {
  const room = await makeMailRoom();
  const limits: number[] = [];
  const clock = new AbortController();
  const real = AbortSignal.timeout;
  AbortSignal.timeout = (ms) => {
    limits.push(ms);
    return clock.signal;
  };
  room.postmark.behave = (arrive) => {
    arrive();
    const { signal } = room.postmark.requests.at(-1)?.init ?? {};
    return new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
      clock.abort(new DOMException("The operation timed out", "TimeoutError"));
    });
  };
  const { handoff } = await room.escalate();
  try {
    await room.deliver(handoff.id);
  } finally {
    AbortSignal.timeout = real;
  }
  expect(limits).toEqual([10_000]);
  expect(await room.ledger(handoff.id)).toMatchObject([
    { status: "pending", uncertain: 1, last_error: expect.stringContaining("timed out") },
  ]);
  room.clock.now += 60_000;
  await room.deliver(handoff.id);
  expect(room.postmark.arrived).toHaveLength(1);
  expect(await room.ledger(handoff.id)).toMatchObject([{ status: "sent" }]);
});
