import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { DEFAULT_NOTIFICATIONS } from "../../src/contract/notifications.ts";
import { testNotifications } from "../../src/domain/members/notification-settings.ts";
import { MailJob } from "../../src/contract/mail-job.ts";
import { unseal } from "../../src/platform/seal.ts";
import { json, problemOf } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { jobRow } from "../support/job-row.ts";

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

test("a test is promised through the outbox, sealed, to the one who asks", async () => {
  const { account, priya } = await makeHelpDesk();
  expect(await json(202, "POST", `${PATH}/test`, { token: priya.token })).toEqual({
    channel: "email",
    recipient: priya.email,
  });
  const ctx = account.as(priya);
  await testNotifications(ctx, "sealed");
  const [id = "", ...others] = ctx.committed.jobs;
  expect(others).toEqual([]);
  expect(await jobRow(id)).toMatchObject({ kind: "send_mail", payload: "sealed", status: "pending" });
  const mail = await env.DB.prepare(
    `SELECT payload FROM outbox WHERE account_id = ? AND subject_id = ? AND payload <> 'sealed'`,
  )
    .bind(account.id, `test:${priya.id}`)
    .first<string>("payload");
  // The consumer may have sent it already; then it is in the development mailbox.
  if (mail === null) {
    const sent = env.DB.prepare(`SELECT subject FROM dev_mails WHERE "to" = ?`).bind(priya.email);
    expect(await sent.first("subject")).toBe("Baton's mails reach you");
  } else {
    const { to } = MailJob.parse(JSON.parse(await unseal(env.BETTER_AUTH_SECRET, mail)));
    expect(to).toBe(priya.email);
  }
});
