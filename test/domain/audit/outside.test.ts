import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditAccounts } from "../../../src/domain/audit/audit-accounts.ts";
import { purgeExpired } from "../../../src/domain/purge-expired.ts";
import { spreadFacts } from "../../../src/domain/webhooks/spread-facts.ts";
import { audited, findingsOf, promisesKept } from "../../support/audited.ts";
import { type WebhookRoom, makeWebhookRoom } from "../../support/webhook-room.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** For nobody to look after while time goes on. */
const PARKED = { handoff: { intent: "park" as const } };

/** A room in which everything is as it should be, but for a message that the test writes as it likes. */
async function withMessage(columns: ReturnType<typeof sql>): Promise<WebhookRoom> {
  const room = await makeWebhookRoom();
  await room.escalate();
  await room.send();
  await promisesKept(room.desk.account);
  await room.desk.account.db.all(
    sql`UPDATE webhook_messages SET ${columns} WHERE subscription_id = ${room.subscription.id}`,
  );
  return room;
}

describe("a message for a webhook is found", () => {
  it("that should have gone out by now, or that nobody sends any more, but not within five minutes", async () => {
    for (const columns of [
      (at: number) => sql`status = 'pending', next_attempt_at = ${at}`,
      (at: number) => sql`status = 'sending', next_attempt_at = ${at}, taken_until = ${at}`,
    ]) {
      const room = await makeWebhookRoom();
      const { account } = room.desk;
      const at = room.clock.now;
      const stuck = await withMessage(columns(at));
      expect(account.id).not.toBe(stuck.desk.account.id);
      expect(await audited(stuck.desk.account, at + 5 * MINUTE - 1)).toEqual([]);
      expect(await audited(stuck.desk.account, at + 5 * MINUTE)).toMatchObject([
        { code: "stuck_delivery", detail: "An event for a webhook should have gone out by now." },
      ]);
      await stuck.send();
      stuck.clock.now = at + 6 * MINUTE;
      await stuck.send();
      expect(await audited(stuck.desk.account, at + 6 * MINUTE)).toEqual([]);
    }
  });

  it("that has no next attempt, and gets one", async () => {
    const room = await withMessage(sql`status = 'pending', next_attempt_at = NULL`);
    const at = room.clock.now + MINUTE;
    await auditAccounts(room.desk.account.db, at);
    expect(await findingsOf(room.desk.account)).toMatchObject([{ code: "stuck_delivery" }]);
    expect(await room.messages()).toMatchObject([{ next_attempt_at: at }]);
  });

  it("but not one that waits for another of its subject", async () => {
    const room = await makeWebhookRoom();
    await room.receiver.always({ status: 500 });
    await room.escalate(PARKED);
    await room.send();
    await promisesKept(room.desk.account);
    // The first waits for its time; what comes behind it is due, and waits for the first.
    await room.desk.account.db
      .all(sql`INSERT INTO webhook_messages (id, account_id, subscription_id, seq, event_type,
        subject_id, status, next_attempt_at, created_at)
      SELECT id || 'x', account_id, subscription_id, seq + 100, event_type, subject_id, 'pending', created_at, created_at
      FROM webhook_messages WHERE subscription_id = ${room.subscription.id}`);
    await room.desk.account.db.all(sql`UPDATE webhook_messages SET next_attempt_at = ${room.clock.now + HOUR}
      WHERE subscription_id = ${room.subscription.id} AND seq < 100`);
    expect(await audited(room.desk.account, room.clock.now + 10 * MINUTE)).toEqual([]);
  });
});

describe("a webhook is found", () => {
  it("that has been failing for an hour, by its description, and is gone from the list when it works", async () => {
    const room = await makeWebhookRoom();
    const { account } = room.desk;
    await room.receiver.script({ status: 500 });
    await room.escalate(PARKED);
    await room.send();
    await promisesKept(account);
    await account.db.all(
      sql`UPDATE webhook_subscriptions SET description = 'Reports' WHERE id = ${room.subscription.id}`,
    );
    const began = room.clock.now;
    const late = sql`UPDATE webhook_messages SET next_attempt_at = ${began + 2 * HOUR}
      WHERE subscription_id = ${room.subscription.id}`;
    await account.db.all(late);
    expect(await audited(account, began + HOUR - 1)).toEqual([]);
    expect(await audited(account, began + HOUR)).toMatchObject([
      { code: "failing_webhook", detail: "The webhook “Reports” has been failing for over an hour." },
    ]);
    room.clock.now = began + 2 * HOUR;
    await room.send();
    expect(await audited(account, room.clock.now)).toEqual([]);
  });

  it("that was switched off for it, but not one that an admin has switched off", async () => {
    const room = await makeWebhookRoom();
    const { account } = room.desk;
    await room.receiver.script({ status: 410 });
    await room.escalate();
    await room.send();
    await promisesKept(account);
    expect(await audited(account, room.clock.now + 1)).toMatchObject([
      {
        code: "failing_webhook",
        detail: "The webhook was switched off: The address answered 410: it is gone.",
      },
    ]);
    await account.db.all(
      sql`UPDATE webhook_subscriptions SET disabled_reason = NULL, failing_since = NULL WHERE id = ${room.subscription.id}`,
    );
    expect(await audited(account, room.clock.now + 2)).toEqual([]);
  });
});

describe("the log of webhooks", () => {
  it("is kept for thirty days; a message goes with its last attempt, and what waits stays", async () => {
    const room = await makeWebhookRoom();
    await room.receiver.script({ status: 500 });
    await room.escalate();
    const began = room.clock.now;
    await room.send();
    room.clock.now = began + 10_000;
    await room.send();
    await room.escalate();
    const { db, id } = room.desk.account;
    await spreadFacts(db, [id], began);
    const left = async () => [(await room.attempts()).length, (await room.messages()).length];
    expect(await left()).toEqual([2, 2]);
    await purgeExpired(db, began + 30 * DAY);
    expect(await left()).toEqual([1, 2]);
    await purgeExpired(db, began + 30 * DAY + 10_000);
    expect(await left()).toEqual([0, 1]);
  });

  it("goes a bounded piece at a time", async () => {
    const room = await makeWebhookRoom();
    for (let count = 0; count < 3; count++) await room.escalate();
    await room.send();
    const { db } = room.desk.account;
    const left = async () => [(await room.attempts()).length, (await room.messages()).length];
    const then = room.clock.now + 30 * DAY + 1;
    for (const expected of [1, 0]) {
      await purgeExpired(db, then, 2);
      expect(await left()).toEqual([expected, expected]);
    }
  });

  it("shows what was sent without a second copy of it: the fact tells it", async () => {
    const room = await makeWebhookRoom();
    await room.receiver.script({ status: 500 });
    await room.escalate({ handoff: { engineer_notes: "x".repeat(5_000) } });
    await room.send();
    const [body] = await room.receiver.bodies();
    const [attempt] = await room.attempts();
    expect(JSON.parse(attempt?.request_body ?? "")).toEqual(body);
    const [{ bytes } = { bytes: Infinity }] = await room.desk.account.db.all<{ bytes: number }>(
      sql`SELECT sum(length(a.id || coalesce(a.response_body, '') || coalesce(a.error, ''))) AS bytes
        FROM webhook_attempts a WHERE a.subscription_id = ${room.subscription.id}`,
    );
    expect(bytes).toBeLessThan(200);
  });
});
