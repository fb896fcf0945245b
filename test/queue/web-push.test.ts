import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { takeAlerts } from "../../src/domain/deliveries/browser-alerts.ts";
import { recordResults } from "../../src/domain/deliveries/record-results.ts";
import { takeDeliveries } from "../../src/domain/deliveries/take-deliveries.ts";
import { returnHandoff } from "../../src/domain/handoffs/return-handoff.ts";
import { lookAfter } from "../../src/domain/ladder/look-after.ts";
import { retractAlerts } from "../../src/queue/retract-alerts.ts";
import { runChores } from "../../src/scheduled/run-chores.ts";
import { settlePromises } from "../support/settle-promises.ts";
import { type ChatRoom, keyOf, makeChatRoom } from "../support/chat-room.ts";
import { NOON } from "../support/factories.ts";
import { type PushBrowser, makePushBrowser, makeVapidKeys, vapidClaims } from "../support/push-browser.ts";
import type { Received } from "../support/receiver-server.ts";
import type { Receiver } from "../support/receiver.ts";

const PUBLIC_URL = "https://baton.example";

beforeEach(settlePromises);

interface PushRoom extends ChatRoom {
  browser: PushBrowser;
  receiver: Receiver;
  vapid: { VAPID_PUBLIC_KEY: string; VAPID_PRIVATE_KEY: string };
  sam: ChatRoom["team"][number];
}

/** Sam's browser listens; Priya escalates. */
async function makePushRoom(): Promise<PushRoom> {
  const vapid = await makeVapidKeys();
  const room = await makeChatRoom(["Sam"], { ...vapid, PUBLIC_URL });
  const browser = await makePushBrowser();
  const [sam] = room.team;
  if (!sam) throw new Error("Nobody is told.");
  const { receiver } = await room.add({
    owner: sam,
    channel: "web_push",
    name: "Sam's phone",
    address: ({ url }) => JSON.stringify({ endpoint: url("/push/1"), keys: browser.keys }),
  });
  await receiver.always({ status: 201 });
  return { ...room, browser, receiver, vapid, sam };
}

const MINUTE = 60_000;

/** What the browser was told of, in order. */
async function kindsIn({ receiver, browser }: PushRoom): Promise<unknown[]> {
  const calls = await receiver.received();
  const opened = await Promise.all(calls.map((call) => browser.open(bytesOf(call))));
  return opened.map((said) => (said as { kind: unknown }).kind);
}

const bytesOf = ({ body }: Received) => Uint8Array.fromBase64(body);
const topicOf = (handoffId: string) => handoffId.replaceAll("-", "");

describe("a browser", () => {
  it("is told in a message that it alone can read, urgent, signed by the service's key", async () => {
    const room = await makePushRoom();
    const { handoff } = await room.escalate({
      session: { problem_summary: "VPN drops" },
      handoff: { engineer_notes: "Tried “rebooting” 🔁", priority: "high" },
    });
    expect(handoff.will_notify).toEqual([{ user_id: room.sam.id, name: "Sam", channel: "web_push" }]);
    await room.deliver(handoff.id);
    const [call, ...others] = await room.receiver.received();
    expect(others).toEqual([]);
    expect(call).toMatchObject({ method: "POST", path: "/push/1" });
    expect(call?.headers).toMatchObject({
      "content-encoding": "aes128gcm",
      urgency: "high",
      topic: topicOf(handoff.id),
      ttl: "86400",
    });
    const claims = await vapidClaims(call?.headers["authorization"] ?? "", room.vapid.VAPID_PUBLIC_KEY);
    expect(claims).toMatchObject({ aud: new URL(room.receiver.url()).origin, sub: PUBLIC_URL });
    const [row] = await room.desk.account.db.all(
      sql`SELECT id FROM deliveries WHERE handoff_id = ${handoff.id}`,
    );
    expect(await room.browser.open(bytesOf(call as Received))).toEqual({
      title: "New escalation: VPN drops",
      body: "A teammate has escalated a session and is asking for help.\nTried “rebooting” 🔁\nPriority: high",
      url: `${PUBLIC_URL}/escalations`,
      tag: handoff.id,
      handoff_id: handoff.id,
      session_id: handoff.session_id,
      delivery_id: row?.["id"],
      kind: "first",
    });
    await expect((await makePushBrowser()).open(bytesOf(call as Received))).rejects.toThrow();
    expect(await room.told(handoff.id)).toMatchObject([{ channel: "web_push", status: "sent" }]);
  });

  it("is told of ten thousand characters within what a push service takes", async () => {
    const room = await makePushRoom();
    const { handoff } = await room.escalate({
      handoff: { engineer_notes: '\u{1f501}\u0001"\\'.repeat(2_000) },
    });
    await room.deliver(handoff.id);
    const [call] = await room.receiver.received();
    expect(bytesOf(call as Received).length).toBeLessThanOrEqual(4_096);
    expect(await room.told(handoff.id)).toMatchObject([{ status: "sent" }]);
  });

  it.each([404, 410])(
    "that does not listen any more (%i) is let go, and its person is told by mail",
    async (status) => {
      const room = await makePushRoom();
      await room.receiver.script({ status });
      const { handoff } = await room.escalate();
      await room.deliver(handoff.id);
      await room.deliver(handoff.id);
      expect(await room.targets()).toEqual([]);
      expect(await room.told(handoff.id)).toMatchObject([
        { channel: "email", kind: "first", status: "sent" },
        { channel: "web_push", kind: "first", status: "bounced" },
      ]);
    },
  );

  it.each([
    [429, { "retry-after": "60" }],
    [403, {}],
    [503, {}],
  ])("whose service answers %i is told later, and stays", async (status, headers) => {
    const room = await makePushRoom();
    await room.receiver.script({ status, headers });
    const { handoff } = await room.escalate();
    await room.deliver(handoff.id);
    expect(await room.told(handoff.id)).toMatchObject([{ status: "pending", attempts: 1 }]);
    room.clock.now += 70_000;
    await room.deliver(handoff.id);
    expect(await room.told(handoff.id)).toMatchObject([{ status: "sent", attempts: 2 }]);
  });

  it("is not told where the service has no keys: then it is mail", async () => {
    const { sam, deps, desk, deliver, told, escalate, postmark } = await makePushRoom();
    const bare = await makeChatRoom([]);
    deps.chats = bare.deps.chats;
    const { handoff } = await escalate();
    await deliver(handoff.id);
    await deliver(handoff.id);
    expect(await told(handoff.id)).toMatchObject([
      { channel: "email", status: "sent" },
      { channel: "web_push", status: "failed" },
    ]);
    expect(postmark.arrived.map(({ To }) => To)).toEqual([sam.email]);
    expect(desk.account.id).not.toBe(bare.desk.account.id);
  });
});

describe("an alert", () => {
  it("is replaced once somebody has picked up: the commit asks for it, and the message has the same topic", async () => {
    const room = await makePushRoom();
    const { account } = room.desk;
    const adam = await account.member("admin", "Adam");
    const escalated = await room.escalate({ session: { problem_summary: "VPN drops" } });
    await room.deliver(escalated.handoff.id);
    const ctx = account.as(adam, room.clock.now);
    await claimHandoff(ctx, keyOf(escalated), {});
    expect(ctx.committed.retract).toEqual(new Set([escalated.handoff.id]));
    await retractAlerts(room.deps, escalated.handoff.id);
    const calls = await room.receiver.received();
    expect(calls.map(({ headers }) => headers["topic"])).toEqual(
      Array(2).fill(topicOf(escalated.handoff.id)),
    );
    expect(await room.browser.open(bytesOf(calls[1] as Received))).toMatchObject({
      title: "VPN drops",
      body: "Adam picked this up.",
      tag: escalated.handoff.id,
      session_id: escalated.handoff.session_id,
      kind: "taken",
    });
  });

  it("is replaced by the minute's chores where the nudge about it was lost, once and no more", async () => {
    const room = await makePushRoom();
    const { account } = room.desk;
    const escalated = await room.escalate();
    await room.deliver(escalated.handoff.id);
    await claimHandoff(account.as(room.sam, room.clock.now), keyOf(escalated), {});
    for (let minute = 0; minute < 3; minute++) {
      await runChores(room.deps);
      room.clock.now += MINUTE;
    }
    expect(await kindsIn(room)).toEqual(["first", "taken"]);
  });

  it("that was on its way when somebody picked up is replaced after it has arrived", async () => {
    const room = await makePushRoom();
    const { account } = room.desk;
    const escalated = await room.escalate();
    const { id } = escalated.handoff;
    const [taken] = await takeDeliveries(account.db, { handoffs: [id] }, room.clock.now);
    await claimHandoff(account.as(room.sam, room.clock.now), keyOf(escalated), {});
    expect(await retractAlerts(room.deps, id)).toBe(0);
    const ctx = account.as(room.sam, room.clock.now);
    const result = { kind: "sent" as const, provider_message_id: null };
    if (!taken) throw new Error("Nothing was on its way.");
    await recordResults(
      ctx,
      id,
      [{ taken, result }],
      () => 0,
      async () => "",
    );
    await retractAlerts(room.deps, null);
    expect(await kindsIn(room)).toEqual(["taken"]);
  });

  it("of which nobody knows whether it arrived is replaced, too", async () => {
    const room = await makePushRoom();
    const { account } = room.desk;
    await room.receiver.script({ trouble: "hangs" });
    const escalated = await room.escalate();
    await room.deliver(escalated.handoff.id);
    await claimHandoff(account.as(room.sam, room.clock.now), keyOf(escalated), {});
    expect(await room.told(escalated.handoff.id)).toMatchObject([{ status: "cancelled" }]);
    await retractAlerts(room.deps, null);
    expect(await kindsIn(room)).toEqual(["first", "taken"]);
  });

  it("is tried again where the push service fails, and left after a day", async () => {
    const room = await makePushRoom();
    const escalated = await room.escalate();
    await room.deliver(escalated.handoff.id);
    const ended = room.clock.now;
    await claimHandoff(room.desk.account.as(room.sam, ended), keyOf(escalated), {});
    await room.receiver.always({ status: 503 });
    await retractAlerts(room.deps, escalated.handoff.id);
    expect(await retractAlerts(room.deps, null)).toBe(0);
    room.clock.now = ended + MINUTE;
    expect(await retractAlerts(room.deps, null)).toBe(1);
    room.clock.now = ended + 24 * 60 * MINUTE;
    await room.receiver.always({ status: 201 });
    expect(await retractAlerts(room.deps, null)).toBe(0);
    room.clock.now = ended + MINUTE;
    expect(await retractAlerts(room.deps, null)).toBe(0);
    expect(await room.receiver.received()).toHaveLength(3);
  });

  it("of whoever died while taking it back is taken back by the next", async () => {
    const room = await makePushRoom();
    const escalated = await room.escalate();
    await room.deliver(escalated.handoff.id);
    await claimHandoff(room.desk.account.as(room.sam, room.clock.now), keyOf(escalated), {});
    expect(await takeAlerts(room.desk.account.db, escalated.handoff.id, room.clock.now)).toHaveLength(1);
    expect(await retractAlerts(room.deps, null)).toBe(0);
    room.clock.now += 25_000;
    expect(await retractAlerts(room.deps, null)).toBe(1);
  });

  it("about what is somebody's own stays: their claim's lease, and what came back to them", async () => {
    const room = await makePushRoom();
    const { account, engineer } = room.desk;
    const origin = await makePushBrowser();
    const { receiver } = await room.add({
      owner: engineer,
      channel: "web_push",
      name: "Priya's phone",
      address: ({ url }) => JSON.stringify({ endpoint: url("/push/2"), keys: origin.keys }),
    });
    const escalated = await room.escalate();
    await claimHandoff(account.as(room.sam, room.clock.now), keyOf(escalated), {});
    room.clock.now += 30 * MINUTE;
    await lookAfter(account.as(engineer, room.clock.now), keyOf(escalated));
    await room.deliver(escalated.handoff.id);
    expect(await retractAlerts(room.deps, null)).toBe(0);
    expect(await kindsIn(room)).toEqual(["reminder"]);
    await returnHandoff(account.as(room.sam, room.clock.now), keyOf(escalated), { reason: "Yours" });
    await room.deliver(escalated.handoff.id);
    expect(await retractAlerts(room.deps, null)).toBe(0);
    expect(await kindsIn({ ...room, receiver, browser: origin })).toEqual(["returned"]);
  });

  it("is not replaced while its handoff waits, nor asked for where no browser listens", async () => {
    const room = await makePushRoom();
    const { handoff } = await room.escalate();
    await room.deliver(handoff.id);
    expect(await retractAlerts(room.deps, handoff.id)).toBe(0);
    const other = await makeChatRoom(["Sam"]);
    const escalated = await other.escalate();
    const [sam] = other.team;
    const ctx = other.desk.account.as(sam ?? other.desk.engineer, NOON);
    await claimHandoff(ctx, keyOf(escalated), {});
    expect(ctx.committed.retract.size).toBe(0);
  });

  it("in a browser that does not listen any more is let go", async () => {
    const room = await makePushRoom();
    const escalated = await room.escalate();
    await room.deliver(escalated.handoff.id);
    await claimHandoff(room.desk.account.as(room.sam, room.clock.now), keyOf(escalated), {});
    await room.receiver.script({ status: 410 });
    await retractAlerts(room.deps, escalated.handoff.id);
    expect(await room.targets()).toEqual([]);
    expect(env.DB).toBeDefined();
  });
});
