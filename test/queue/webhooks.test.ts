import { sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import type { LoggedEvent } from "../../src/contract/event.ts";
import { addNote } from "../../src/domain/handoffs/add-note.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { GIVE_UP_MS, RETRY_DELAYS_MS } from "../../src/domain/webhooks/attempt-outcome.ts";
import { rotateWebhookSecret } from "../../src/domain/webhooks/rotate-webhook-secret.ts";
import { seal } from "../../src/platform/seal.ts";
import { runJobs } from "../../src/queue/run-job.ts";
import { quietJobs } from "../support/quiet-jobs.ts";
import { envWith } from "../support/worker-with.ts";
import { sendWebhooks } from "../../src/queue/send-webhooks.ts";
import { NOON } from "../support/factories.ts";
import type { Received } from "../support/receiver-server.ts";
import { textOf } from "../support/receiver.ts";
import { type WebhookRoom, makeWebhookRoom, sealedSecret } from "../support/webhook-room.ts";

interface Body {
  type: string;
  timestamp: string;
  data: LoggedEvent;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What the Standard Webhooks package makes of a call; it throws where the signature does not hold. */
function verified(secret: string, { headers, body }: Received): Body {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;
  const proof = Object.fromEntries(names.map((name) => [name, headers[name] ?? ""]));
  return new Webhook(secret).verify(textOf(body), proof) as Body;
}

/** The tests' world stands at a fixed noon; a verifier goes by the real clock. */
async function atThisVeryMoment(events?: Parameters<typeof makeWebhookRoom>[0]): Promise<WebhookRoom> {
  const room = await makeWebhookRoom(events);
  room.clock.now = Date.now();
  return room;
}

const keyOf = ({ handoff }: Awaited<ReturnType<WebhookRoom["escalate"]>>) => ({
  session_id: handoff.session_id,
  handoff_id: handoff.id,
});

describe("a message", () => {
  it("carries the fact as the stream does, and a signature that the Standard Webhooks package accepts", async () => {
    const room = await atThisVeryMoment();
    await room.escalate();
    expect(await room.send()).toBe(1);
    const [call, ...others] = await room.receiver.received();
    expect(others).toEqual([]);
    expect(call).toMatchObject({ method: "POST", path: "/hook" });
    expect(call?.headers["content-type"]).toBe("application/json");
    const [event] = await room.desk.log();
    const body = verified(room.subscription.secret, call as Received);
    expect(body).toEqual({ type: "handoff_created", timestamp: event?.created_at, data: event });
    expect(call?.headers["webhook-id"]).toBe(`msg_${room.subscription.id}_1`);
    expect(await room.messages()).toMatchObject([{ seq: 1, status: "sent", attempts: 1, last_error: null }]);
  });

  it("is refused by a verifier once a byte of it, its id or its time is another, or with another secret", async () => {
    const room = await atThisVeryMoment();
    await room.escalate();
    await room.send();
    const [call] = await room.receiver.received();
    const { headers, body } = call as Received;
    const forged: Received[] = [
      { ...(call as Received), body: btoa(textOf(body).replace("normal", "critic")) },
      { ...(call as Received), headers: { ...headers, "webhook-id": "msg_other" } },
      {
        ...(call as Received),
        headers: { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) },
      },
    ];
    for (const one of forged) expect(() => verified(room.subscription.secret, one)).toThrow();
    const { shown } = await sealedSecret();
    expect(() => verified(shown, call as Received)).toThrow();
  });

  it("is signed with both secrets while one rotates, and with the new one alone a day later", async () => {
    const room = await atThisVeryMoment();
    const next = await sealedSecret();
    const rotated = await rotateWebhookSecret(room.admin(), room.subscription.id, next);
    expect(rotated.secret).toBe(next.shown);
    await room.escalate();
    await room.send();
    const [call] = await room.receiver.received();
    expect(call?.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    for (const secret of [room.subscription.secret, next.shown]) {
      expect(verified(secret, call as Received).type).toBe("handoff_created");
    }
    room.clock.now += DAY;
    await room.escalate();
    await room.send();
    const later = (await room.receiver.received()).at(-1);
    expect(later?.headers["webhook-signature"]?.split(" ")).toHaveLength(1);
  });

  it("is not sent while its secret cannot be opened, and is once the secret was rotated", async () => {
    const room = await atThisVeryMoment();
    await room.desk.account.db.all(
      sql`UPDATE webhook_subscriptions SET secret = ${await seal("another secret of ours", "whsec_x")}
        WHERE id = ${room.subscription.id}`,
    );
    await room.escalate();
    await room.send();
    expect(await room.receiver.received()).toEqual([]);
    expect(await room.attempts()).toMatchObject([
      { status: null, error: "The secret cannot be read any more: rotate it." },
    ]);
    const next = await sealedSecret();
    await rotateWebhookSecret(room.admin(), room.subscription.id, next);
    room.clock.now += 6_000;
    await room.send();
    const [call] = await room.receiver.received();
    expect(verified(next.shown, call as Received).type).toBe("handoff_created");
  });

  it("is made of what the subscription wants alone, once, however often and by however many it is asked for", async () => {
    const room = await makeWebhookRoom(["handoff_claimed"]);
    const { engineer, account } = room.desk;
    const escalated = await room.escalate();
    await claimHandoff(account.as(engineer, room.clock.now), keyOf(escalated), {});
    await Promise.all([room.send(), room.send(), room.send()]);
    expect((await room.receiver.bodies<Body>()).map(({ type }) => type)).toEqual(["handoff_claimed"]);
    expect(await room.messages()).toMatchObject([{ seq: 2, status: "sent" }]);
    expect(await room.subscriptionRow()).toMatchObject({ cursor_seq: 2 });
  });

  it("is not made of what happened before the subscription", async () => {
    const room = await makeWebhookRoom();
    await room.escalate();
    await room.send();
    const late = await makeWebhookRoom();
    expect(await late.send()).toBe(0);
    expect(await late.receiver.received()).toEqual([]);
  });
});

describe("the order", () => {
  it("of one handoff is that of its facts: a later message waits until the earlier is taken; others do not wait", async () => {
    const room = await makeWebhookRoom();
    const { engineer, account } = room.desk;
    const first = await room.escalate();
    await claimHandoff(account.as(engineer, room.clock.now), keyOf(first), {});
    await addNote(account.as(engineer, room.clock.now), keyOf(first), { text: "On it" });
    const other = await room.escalate();
    // Which of the two subjects comes first is nobody's promise: both first calls fail or pass alike.
    await room.receiver.script({ status: 500 }, { status: 500 });
    expect(await room.send()).toBe(2);
    const handoffs = async () =>
      (await room.receiver.bodies<Body>()).map(({ data }) => [data.handoff_id, data.type]);
    expect((await handoffs()).toSorted()).toEqual(
      [
        [first.handoff.id, "handoff_created"],
        [other.handoff.id, "handoff_created"],
      ].toSorted(),
    );
    // What waits behind is not due before what it waits for.
    expect(await room.send()).toBe(0);
    room.clock.now += 6_000;
    expect(await room.send()).toBe(4);
    const of = (await handoffs()).slice(2).filter(([id]) => id === first.handoff.id);
    expect(of.map(([, type]) => type)).toEqual(["handoff_created", "handoff_claimed", "handoff_updated"]);
  });
});

describe("a receiver that fails", () => {
  it("is tried again after 5 s, 5 min, 30 min, 2, 5 and 10 h, and every attempt is in the log with what came back", async () => {
    const room = await makeWebhookRoom();
    await room.receiver.always({ status: 503, body: "Come back\u0000 later" });
    await room.escalate();
    for (const delay of RETRY_DELAYS_MS) {
      expect(await room.send()).toBe(1);
      room.clock.now += delay - 1;
      expect(await room.send()).toBe(0);
      room.clock.now += delay / 10 + 2;
    }
    await room.receiver.always({ status: 204 });
    expect(await room.send()).toBe(1);
    const attempts = await room.attempts();
    expect(attempts.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503, 204]);
    expect(attempts[0]).toMatchObject({
      event_type: "handoff_created",
      seq: 1,
      message_status: "sent",
      error: "The address answered 503.",
      response_body: "Come back  later",
      webhook_id: `msg_${room.subscription.id}_1`,
    });
    const [body] = await room.receiver.bodies();
    expect(JSON.parse(attempts[0]?.request_body ?? "")).toEqual(body);
    const ids = (await room.receiver.received()).map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(1);
    expect(await room.subscriptionRow()).toMatchObject({ active: 1, failing_since: null });
  });

  it.each([
    ["says when", { status: 429, headers: { "retry-after": "3600" } }, 3600_000],
    ["asks for a year", { status: 503, headers: { "retry-after": "31536000" } }, DAY],
  ])("%s is left alone until then, and for a day at most", async (_, reaction, wait) => {
    const room = await makeWebhookRoom();
    await room.receiver.script(reaction);
    await room.escalate();
    await room.send();
    room.clock.now += wait - 1;
    expect(await room.send()).toBe(0);
    room.clock.now += wait / 10 + 2;
    expect(await room.send()).toBe(1);
    expect(await room.messages()).toMatchObject([{ status: "sent", attempts: 2 }]);
  });

  it("and sends elsewhere is not followed: a redirect is a failure", async () => {
    const room = await makeWebhookRoom();
    await room.receiver.script({ status: 307, headers: { location: room.receiver.url("/elsewhere") } });
    await room.escalate();
    await room.send();
    expect((await room.receiver.received()).map(({ path }) => path)).toEqual(["/hook"]);
    expect(await room.attempts()).toMatchObject([{ status: 307, error: "The address answered 307." }]);
    expect(await room.messages()).toMatchObject([{ status: "pending" }]);
  });

  it("and never answers has failed", async () => {
    const room = await makeWebhookRoom();
    await room.receiver.script({ trouble: "hangs" });
    await room.escalate();
    await room.send();
    expect(await room.attempts()).toMatchObject([{ status: null, error: "No answer in time." }]);
    expect(await room.messages()).toMatchObject([{ status: "pending", attempts: 1 }]);
  });

  it.each([
    ["cuts the connection", { trouble: "cuts" as const }],
    [
      "says that it was compressed, and it was not",
      { status: 503, headers: { "content-encoding": "gzip" }, body: "x" },
    ],
  ])("and %s has failed, and is told once it can be", async (_, reaction) => {
    const room = await makeWebhookRoom();
    await room.receiver.script(reaction);
    await room.escalate();
    await room.send();
    expect(await room.messages()).toMatchObject([{ status: "pending", attempts: 1 }]);
    room.clock.now += 6_000;
    await room.send();
    expect(await room.messages()).toMatchObject([{ status: "sent", attempts: 2 }]);
  });

  it("and does not answer is left alone for a minute, keeps no other waiting, and is told all when it is back", async () => {
    const [silent, other] = [await makeWebhookRoom(), await makeWebhookRoom()];
    await silent.receiver.always({ trouble: "hangs" });
    for (let count = 0; count < 8; count++) await silent.escalate();
    await other.escalate();
    const both = [silent.desk.account.id, other.desk.account.id];
    await sendWebhooks(silent.deps, both);
    expect(await other.messages()).toMatchObject([{ status: "sent" }]);
    // No more than may hang side by side.
    const asked = (await silent.receiver.received()).length;
    expect(asked).toBeLessThanOrEqual(5);
    expect((await silent.messages()).filter(({ attempts }) => attempts === 0)).toHaveLength(8 - asked);
    expect(await silent.send()).toBe(0);
    await silent.receiver.always({ status: 204 });
    // The first that is due again is taken, and so is all that has only waited.
    silent.clock.now += 6_000;
    expect(await silent.send()).toBe(8);
    expect((await silent.messages()).map(({ status }) => status)).toEqual(Array(8).fill("sent"));
  });

  it("and says how long to wait is sent nothing else meanwhile", async () => {
    const room = await makeWebhookRoom();
    await room.receiver.always({ status: 429, headers: { "retry-after": "600" } });
    for (let count = 0; count < 8; count++) await room.escalate();
    expect(await room.send()).toBeLessThanOrEqual(5);
    await room.receiver.always({ status: 204 });
    room.clock.now += 599_000;
    expect(await room.send()).toBe(0);
    room.clock.now += 120_000;
    expect(await room.send()).toBe(8);
  });

  it.each([
    ["talks without end", { trouble: "floods" as const }, 4_096],
    ["stops in the middle of its answer", { trouble: "stalls" as const, body: "well" }, 4],
    ["talks in no language", { body: "\u0001\u0002\ufffd<script>" }, 11],
  ])("and %s has taken it all the same: the status counts", async (_, reaction, kept) => {
    const room = await makeWebhookRoom();
    await room.receiver.script({ status: 200, ...reaction });
    await room.escalate();
    await room.send();
    const [attempt] = await room.attempts();
    expect(attempt).toMatchObject({ status: 200, error: null, message_status: "sent" });
    expect(attempt?.response_body?.length).toBeLessThanOrEqual(kept);
  });

  it("holds back no other subject for good: what it never takes is given up after five days, and the next goes on", async () => {
    const room = await makeWebhookRoom();
    const { engineer, account } = room.desk;
    const stuck = await room.escalate();
    await claimHandoff(account.as(engineer, room.clock.now), keyOf(stuck), {});
    await room.receiver.script({ status: 400 });
    await room.send();
    room.clock.now += GIVE_UP_MS - MINUTE;
    await room.escalate();
    // The other one is taken, so the receiver as a whole works.
    await account.db.all(sql`UPDATE webhook_messages SET next_attempt_at = ${room.clock.now + 1}
      WHERE subscription_id = ${room.subscription.id} AND seq < 3 AND status = 'pending'`);
    await room.send();
    await room.receiver.script({ status: 400 }, { status: 400 });
    room.clock.now += 1;
    await room.send();
    expect(await room.messages()).toMatchObject([
      // The last attempt is at the very end.
      { seq: 1, status: "pending", next_attempt_at: NOON + GIVE_UP_MS },
      { seq: 2, status: "pending" },
      { seq: 3, status: "sent" },
    ]);
    room.clock.now = NOON + GIVE_UP_MS;
    await room.send();
    expect(await room.messages()).toMatchObject([
      { seq: 1, status: "failed" },
      { seq: 2, status: "sent" },
      { seq: 3, status: "sent" },
    ]);
    expect(await room.subscriptionRow()).toMatchObject({ active: 1 });
  });
});

/** The mails that admins were sent about a webhook. */
async function notices(room: WebhookRoom) {
  const jobs = await room.desk.account.db.all<{ id: string }>(
    sql`SELECT id FROM outbox WHERE account_id = ${room.desk.account.id} AND subject_id LIKE 'webhook-off:%'`,
  );
  for (const { id } of jobs) await runJobs(room.deps, { id });
  return room.postmark.arrived.map(({ To, Subject, TextBody }) => ({ To, Subject, TextBody }));
}

describe("a subscription is switched off, and admins are told by mail", () => {
  it("once the address says that it is gone", async () => {
    const room = await makeWebhookRoom();
    const { account, engineer } = room.desk;
    const escalated = await room.escalate();
    await claimHandoff(account.as(engineer, room.clock.now), keyOf(escalated), {});
    await room.receiver.script({ status: 410 });
    await room.send();
    expect(await room.subscriptionRow()).toMatchObject({
      active: 0,
      disabled_at: room.clock.now,
      disabled_reason: "The address answered 410: it is gone.",
    });
    expect((await room.messages()).map(({ status }) => status)).toEqual(["skipped", "skipped"]);
    const host = new URL(room.receiver.url()).host;
    const told = await notices(room);
    expect(told).toMatchObject([
      { To: room.owner.email, Subject: `The webhook to ${host} was switched off` },
    ]);
    expect(told[0]?.TextBody).not.toContain("/hook");
    // Nothing more is made or sent.
    await room.escalate();
    expect(await room.send()).toBe(0);
  });

  it("once it has taken nothing for five days, and not a minute before", async () => {
    const room = await makeWebhookRoom();
    await room.receiver.always({ status: 500 });
    await room.escalate();
    await room.send();
    const began = room.clock.now;
    for (const after of [GIVE_UP_MS - MINUTE, GIVE_UP_MS]) {
      expect(await room.subscriptionRow()).toMatchObject({ active: 1, failing_since: began });
      room.clock.now = began + after;
      await room.escalate();
      await room.send();
    }
    expect(await room.subscriptionRow()).toMatchObject({
      active: 0,
      disabled_reason: "The address has taken nothing for five days.",
    });
    expect(await notices(room)).toHaveLength(1);
    expect((await room.messages()).filter(({ status }) => status === "pending")).toEqual([]);
  });
});

describe("a further attempt", () => {
  it("is asked for at each moment at which one is due, and once for each", async () => {
    const room = await makeWebhookRoom();
    const asked: [string, number | undefined][] = [];
    const send = async (message: { account_id: string }, options?: { delaySeconds?: number }) =>
      void asked.push([message.account_id, options?.delaySeconds]);
    room.deps.env = envWith({ ...quietJobs, WEBHOOK_JOBS: { send } });
    await room.receiver.script({ status: 500 }, { status: 500 });
    await room.escalate();
    await room.escalate();
    await room.send();
    const { id } = room.desk.account;
    // 5 s, and what is added to it.
    expect(asked).toEqual([[id, 6]]);
    room.clock.now += 6_000;
    await room.receiver.script({ trouble: "hangs" });
    await room.send();
    // One has hung: its own time, and that at which others may go to this receiver again.
    expect(asked.slice(1)).toEqual([
      [id, 315],
      [id, 60],
    ]);
  });
});

describe("the minute's chores", () => {
  it("switch off what has taken nothing for five days, also where nothing waits any more, and tell admins once", async () => {
    const room = await makeWebhookRoom();
    await room.receiver.always({ status: 500 });
    await room.escalate();
    await room.send();
    const began = room.clock.now;
    await room.desk.account.db.all(sql`UPDATE webhook_messages SET status = 'failed', next_attempt_at = NULL
      WHERE subscription_id = ${room.subscription.id}`);
    for (const [after, active] of [
      [GIVE_UP_MS - 1, 1],
      [GIVE_UP_MS, 0],
      [GIVE_UP_MS + MINUTE, 0],
    ] as const) {
      room.clock.now = began + after;
      await sendWebhooks(room.deps, null);
      expect(await room.subscriptionRow()).toMatchObject({ active });
    }
    expect(await notices(room)).toMatchObject([{ To: room.owner.email }]);
  });

  it("send what no nudge asked for, of all accounts, and what a sender that vanished has taken", async () => {
    const [one, other] = [await makeWebhookRoom(), await makeWebhookRoom()];
    await one.escalate();
    await other.escalate();
    await sendWebhooks(one.deps, null);
    for (const room of [one, other]) expect(await room.messages()).toMatchObject([{ status: "sent" }]);

    await one.desk.account.db.all(sql`UPDATE webhook_messages SET status = 'sending',
      taken_until = ${one.clock.now + 25_000}, next_attempt_at = ${one.clock.now}
      WHERE subscription_id = ${one.subscription.id}`);
    expect(await one.send()).toBe(0);
    one.clock.now += 25_000;
    expect(await one.send()).toBe(1);
    expect(await one.messages()).toMatchObject([{ status: "sent", attempts: 2 }]);
  });
});
