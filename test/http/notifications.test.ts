import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { DEFAULT_NOTIFICATIONS } from "../../src/contract/notifications.ts";
import { runJobs } from "../../src/queue/run-job.ts";
import { ORIGIN, json, problemOf } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { makeMailRoom } from "../support/mail-room.ts";
import { quietJobs } from "../support/quiet-jobs.ts";
import { workerWith } from "../support/worker-with.ts";

const PATH = "/api/v1/me/notifications";
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
  [{ channels: ["slack", "web_push"] }, "/channels"],
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

test("a test is promised through the outbox, sealed, and goes to the one who asks", async () => {
  const room = await makeMailRoom();
  const { engineer, account } = room.desk;
  const headers = { authorization: `Bearer ${engineer.token}` };
  const response = await workerWith(
    quietJobs,
    new Request(`${ORIGIN}${PATH}/test`, { method: "POST", headers }),
  );
  expect(response.status).toBe(202);
  expect(await response.json()).toEqual({ channel: "email", recipient: engineer.email });
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
