import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { DEFAULT_NOTIFICATIONS } from "../../src/contract/notifications.ts";
import { runJobs } from "../../src/queue/run-job.ts";
import { testNotifications } from "../../src/domain/members/test-notifications.ts";
import { ORIGIN, call, json, problemOf } from "../support/call.ts";
import type { TestMember } from "../support/factories.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { makeMailRoom } from "../support/mail-room.ts";
import { quietJobs } from "../support/quiet-jobs.ts";
import { workerWith } from "../support/worker-with.ts";

const PATH = "/api/v1/me/notifications";
const sealed = async () => "sealed";
const quiet_hours = { tz: "Europe/Berlin", start: "22:00", end: "06:30", min_priority: "high" };

test("who has chosen nothing is told by mail at any hour, and what they choose is theirs alone", async () => {
  const { priya, sam } = await makeHelpDesk();
  expect(await json(200, "GET", PATH, { token: priya.token })).toEqual(DEFAULT_NOTIFICATIONS);
  const chosen = { channels: ["email"], quiet_hours };
  expect(await json(200, "PUT", PATH, { token: priya.token, body: chosen })).toEqual(chosen);
  expect(await json(200, "GET", PATH, { token: priya.token })).toEqual(chosen);
  expect(await json(200, "GET", PATH, { token: sam.token })).toEqual(DEFAULT_NOTIFICATIONS);
  const again = { channels: ["slack", "email", "email"] };
  expect(await json(200, "PUT", PATH, { token: priya.token, body: again })).toEqual({
    channels: ["slack", "email"],
    quiet_hours: null,
  });
});

test.each([
  [{ channels: [] }, "/channels"],
  [{ channels: ["webhook"] }, "/channels"],
  [{ channels: ["pigeon"] }, "/channels/0"],
  [{}, "/channels"],
  [{ channels: ["email"], quiet_hours: { ...quiet_hours, tz: "Mars/Olympus" } }, "/quiet_hours/tz"],
  [{ channels: ["email"], quiet_hours: { ...quiet_hours, start: "25:00" } }, "/quiet_hours/start"],
  [
    { channels: ["email"], quiet_hours: { ...quiet_hours, min_priority: "loud" } },
    "/quiet_hours/min_priority",
  ],
  [{ channels: ["email"], volume: 11 }, "/volume"],
])("%j is refused, by its pointer, and changes nothing", async (body, pointer) => {
  const { priya } = await makeHelpDesk();
  const problem = await problemOf("PUT", PATH, { token: priya.token, body });
  expect(problem).toMatchObject({ status: 422, code: "validation_failed", errors: [{ pointer }] });
  expect(await json(200, "GET", PATH, { token: priya.token })).toEqual(DEFAULT_NOTIFICATIONS);
});

test("whoever reads only has settings and tests of their own too; a key has none", async () => {
  const { account, vik } = await makeHelpDesk();
  const chosen = { channels: ["email"], quiet_hours };
  expect(await json(200, "PUT", PATH, { token: vik.token, body: chosen })).toEqual(chosen);
  expect(await json(200, "GET", PATH, { token: vik.token })).toEqual(chosen);
  const { key } = await account.apiKey(["read", "escalate"]);
  expect(await problemOf("GET", PATH, { token: key })).toMatchObject({ status: 403, code: "forbidden" });
});

test("five tests an hour a person; the sixth is told when to come again, and promises nothing", async () => {
  const { account, sam, vik } = await makeHelpDesk();
  const NOW = Date.parse("2026-11-20T12:00:00Z");
  const ask = (who: TestMember, minute: number) =>
    testNotifications(account.as(who, NOW + minute * 60_000), sealed);
  for (const minute of [0, 1, 2, 3, 4]) await ask(sam, minute);
  const ctx = account.as(sam, NOW + 10 * 60_000);
  await expect(testNotifications(ctx, sealed)).rejects.toMatchObject({
    code: "rate_limited",
    message: "At most 5 tests an hour.",
    retryAfter: 50 * 60,
  });
  expect(ctx.committed.jobs.size).toBe(0);
  await ask(vik, 10);
  await ask(sam, 60);
  await expect(ask(sam, 60)).rejects.toMatchObject({ code: "rate_limited" });
  const tests = await account.db.all(
    sql`SELECT count(*) AS count FROM outbox WHERE account_id = ${account.id}`,
  );
  expect(tests).toEqual([{ count: 7 }]);
});

test("too many tests are a 429 that says how long to wait", async () => {
  const { account, sam } = await makeHelpDesk();
  for (let count = 0; count < 5; count++) await testNotifications(account.as(sam, Date.now()), sealed);
  const response = await call("POST", `${PATH}/test`, { token: sam.token });
  expect(response.status).toBe(429);
  const wait = Number(response.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(3_500);
  expect(wait).toBeLessThanOrEqual(3_600);
  expect(await response.json()).toMatchObject({ code: "rate_limited", detail: "At most 5 tests an hour." });
});

test("a test is promised through the outbox, sealed, and goes to the one who asks", async () => {
  const room = await makeMailRoom();
  const { engineer, account } = room.desk;
  const headers = { authorization: `Bearer ${engineer.token}` };
  const response = await workerWith(
    quietJobs,
    new Request(`${ORIGIN}${PATH}/test`, { method: "POST", headers }),
  );
  expect(response.status).toBe(202);
  expect(await response.json()).toEqual({
    channel: "email",
    recipient: engineer.email,
    sent: [{ channel: "email", recipient: engineer.email }],
  });
  const [job, ...others] = await account.db.all<{ id: string; payload: string }>(
    sql`SELECT id, payload FROM outbox WHERE account_id = ${account.id} AND kind = 'send_mail'`,
  );
  expect(others).toEqual([]);
  expect(job?.payload).not.toContain(engineer.email);
  room.clock.now = Date.now() + 1_000;
  await runJobs(room.deps, { id: job?.id ?? "" });
  expect(room.postmark.arrived).toMatchObject([
    {
      To: engineer.email,
      Subject: "Baton's mails reach you",
      Metadata: { delivery_id: job?.id, account_id: account.id },
    },
  ]);
});
