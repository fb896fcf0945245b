import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import { returnHandoff } from "../../src/domain/handoffs/return-handoff.ts";
import { lookAfter } from "../../src/domain/ladder/look-after.ts";
import { setNotificationSettings } from "../../src/domain/members/notification-settings.ts";
import { chatChannel } from "../../src/channels/chat.ts";
import { slack } from "../../src/channels/slack.ts";
import { SENDING_LEASE_MS, takeDeliveries } from "../../src/domain/deliveries/take-deliveries.ts";
import { sendDeliveries } from "../../src/queue/send-deliveries.ts";
import { report, reportsOn } from "../support/postmark-hook.ts";
import { testOutside } from "../support/receiver.ts";
import { removeTarget } from "../../src/domain/channels/remove-target.ts";
import { audited } from "../support/audited.ts";
import { type ChatRoom, keyOf, makeChatRoom } from "../support/chat-room.ts";

const MINUTE = 60_000;
const wordsOf = (body: object) => JSON.stringify(body);
const sam = ({ team }: ChatRoom) => {
  const [first] = team;
  if (!first) throw new Error("Nobody is told.");
  return first;
};

describe("a chat of the account", () => {
  it("is told of every escalation beside the people, and the answer names it", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { receiver } = await room.add({ channel: "slack", name: "#dispatch" });
    const { handoff } = await room.escalate({ session: { problem_summary: "VPN <b>& more" } });
    expect(handoff.will_notify).toEqual([
      { user_id: sam(room).id, name: "Sam", channel: "email" },
      { user_id: null, name: "#dispatch", channel: "slack" },
    ]);
    await room.deliver(handoff.id);
    expect(await room.told(handoff.id)).toMatchObject([
      { channel: "email", kind: "first", recipient: sam(room).email, status: "sent" },
      { channel: "slack", kind: "first", recipient: "#dispatch", status: "sent", attempts: 1 },
    ]);
    const [body, ...others] = await receiver.bodies();
    expect(others).toEqual([]);
    expect(body).toMatchObject({ text: "New escalation: VPN &lt;b&gt;&amp; more" });
    // Whoever reads a chat is not signed in: nothing in it picks up.
    expect(wordsOf(body ?? {})).not.toContain("pick-up");
  });

  it("is told again by the ladder, once a step, and no more once somebody has picked up", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { account, engineer } = room.desk;
    const { receiver } = await room.add({ channel: "teams", name: "Dispatch" });
    const escalated = await room.escalate();
    await room.deliver(escalated.handoff.id);
    room.clock.now += 5 * MINUTE;
    await lookAfter(account.as(engineer, room.clock.now), keyOf(escalated));
    await room.deliver(escalated.handoff.id);
    expect(await receiver.bodies()).toHaveLength(2);
    room.clock.now += 10 * MINUTE;
    await lookAfter(account.as(engineer, room.clock.now), keyOf(escalated));
    await claimHandoff(account.as(sam(room), room.clock.now), keyOf(escalated), {});
    await room.deliver(escalated.handoff.id);
    expect(await receiver.bodies()).toHaveLength(2);
    const told = (await room.told(escalated.handoff.id)).filter(({ channel }) => channel === "teams");
    expect(told.map(({ kind, status }) => [kind, status])).toEqual([
      ["first", "sent"],
      ["reminder", "sent"],
      ["widened", "cancelled"],
    ]);
  });

  it("that does not exist any more is marked as broken, shown to admins, and left alone from then on", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { receiver } = await room.add({ channel: "slack", name: "#old" });
    await receiver.always({ status: 404, body: "no_team" });
    const first = await room.escalate();
    await room.deliver(first.handoff.id);
    expect((await room.told(first.handoff.id))[1]).toMatchObject({
      channel: "slack",
      status: "bounced",
      last_error: "Slack 404: no_team",
    });
    expect(await room.targets()).toEqual([
      { name: "#old", broken_since: room.clock.now, last_error: "Slack 404: no_team" },
    ]);
    const found = await audited(room.desk.account, room.clock.now + 1);
    expect(found).toMatchObject([
      {
        code: "broken_channel",
        detail: "The Slack channel “#old” takes nothing any more. Test it, or remove it.",
      },
    ]);
    const second = await room.escalate();
    expect(second.handoff.will_notify).toMatchObject([{ name: "Sam", channel: "email" }]);
    await room.deliver(second.handoff.id);
    expect(await receiver.received()).toHaveLength(1);
  });

  it.each([
    ["slack" as const, { status: 429, headers: { "retry-after": "30" } }, "Slack 429: ", 30_000],
    ["teams" as const, { status: 429, headers: { "retry-after": "120" } }, "Teams 429: ", 120_000],
    ["slack" as const, { status: 500, body: "oh" }, "Slack 500: oh", 0],
    ["teams" as const, { trouble: "hangs" as const }, "Teams: No answer in time.", 0],
  ])("(%s) that answers %j is tried again when it may be", async (channel, reaction, last_error, wait) => {
    const room = await makeChatRoom(["Sam"]);
    const { receiver } = await room.add({ channel });
    await receiver.script(reaction);
    const { handoff } = await room.escalate();
    await room.deliver(handoff.id);
    const [, row] = await room.told(handoff.id);
    expect(row).toMatchObject({ status: "pending", attempts: 1, last_error });
    room.clock.now += Math.max(wait, 2_500) - 1;
    await room.deliver(handoff.id);
    room.clock.now += 10_000;
    await room.deliver(handoff.id);
    expect((await room.told(handoff.id))[1]).toMatchObject({ status: "sent" });
    expect(await room.targets()).toMatchObject([{ broken_since: null }]);
  });

  it("of which nobody knows whether it was told is told again, and the second time says so", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { receiver } = await room.add({ channel: "slack" });
    const { handoff } = await room.escalate();
    // It is told, and whoever told it dies before writing that down.
    const taken = await takeDeliveries(room.desk.account.db, { handoffs: [handoff.id] }, room.clock.now);
    await sendDeliveries(room.deps, taken);
    room.clock.now += SENDING_LEASE_MS;
    await receiver.script({ status: 429 });
    await room.deliver(handoff.id);
    room.clock.now += MINUTE;
    await room.deliver(handoff.id);
    const [first, , again, ...others] = (await receiver.bodies()).map(wordsOf);
    expect(others).toEqual([]);
    expect(first).not.toContain("You may have read this already");
    expect(again).toContain("You may have read this already: there was no answer when it was said before.");
    expect((await room.told(handoff.id))[1]).toMatchObject({
      status: "sent",
      attempts: 3,
      last_error: null,
    });
    expect(room.postmark.arrived).toHaveLength(1);
  });

  it("that takes its time is told no more than fits, and of the rest a little later", async () => {
    const outside = testOutside({
      begin_within: 0,
      fetch: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return new Response("ok");
      },
    });
    const channel = chatChannel(slack, outside, async () => undefined);
    const content = { subject: "x", paragraphs: [], facts: [], action: null, footer: "" };
    const message = { to: "https://x.receiver.test/", content, metadata: {}, thread: null };
    expect(await channel.send([message, { ...message }])).toEqual([
      { kind: "sent", provider_message_id: null },
      { kind: "retry", error: "There was no time left to say it.", uncertain: false, retry_after: 1_000 },
    ]);
  });

  it("that refuses what it is given has failed for good, and nobody is left untold for it", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { receiver } = await room.add({ channel: "teams" });
    await receiver.script({ status: 400, body: "Bad card" });
    const { handoff } = await room.escalate();
    await room.deliver(handoff.id);
    expect(await room.told(handoff.id)).toMatchObject([
      { channel: "email", status: "sent" },
      { channel: "teams", status: "failed", last_error: "Teams 400: Bad card" },
    ]);
    expect(await room.targets()).toMatchObject([{ broken_since: null }]);
  });

  it("gets a storm as five by themselves, a second apart, and the rest in one bundle a minute later", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { receiver } = await room.add({ channel: "slack" });
    const ids: string[] = [];
    for (let count = 0; count < 8; count++) ids.push((await room.escalate()).handoff.id);
    await room.deliver(...ids);
    expect(await receiver.bodies()).toHaveLength(5);
    expect(room.pauses).toEqual([1_000, 1_000, 1_000, 1_000]);
    room.clock.now += MINUTE;
    await room.deliver(...ids);
    const bodies = await receiver.bodies();
    expect(bodies).toHaveLength(6);
    expect(bodies.at(-1)).toMatchObject({ text: expect.stringMatching(/^3 escalations are waiting: /) });
  });
});

describe("a person's own chat", () => {
  it("is told instead of mail if that is what they chose, also of what comes back to them", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { account, engineer } = room.desk;
    const own = await room.add({ owner: engineer, channel: "slack", name: "Priya's chat" });
    const escalated = await room.escalate();
    await claimHandoff(account.as(sam(room), room.clock.now), keyOf(escalated), {});
    await returnHandoff(account.as(sam(room), room.clock.now), keyOf(escalated), { reason: "Yours" });
    await room.deliver(escalated.handoff.id);
    expect((await room.told(escalated.handoff.id)).at(-1)).toMatchObject({
      channel: "slack",
      kind: "returned",
      recipient: "Priya's chat",
      status: "sent",
    });
    expect(await own.receiver.bodies()).toMatchObject([
      { text: expect.stringMatching(/^Returned to you: /) },
    ]);
    expect(room.postmark.arrived).toEqual([]);
  });

  it("is told beside mail if they chose both, and the answer names both", async () => {
    const room = await makeChatRoom(["Sam"]);
    await room.add({ owner: sam(room), channel: "teams", choose: ["email", "teams"] });
    const { handoff } = await room.escalate();
    expect(handoff.will_notify.map(({ channel }) => channel)).toEqual(["email", "teams"]);
    await room.deliver(handoff.id);
    expect((await room.told(handoff.id)).map(({ channel, status }) => [channel, status])).toEqual([
      ["email", "sent"],
      ["teams", "sent"],
    ]);
  });

  it("that is gone is replaced by their mail, at once and in the same words", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { receiver } = await room.add({ owner: sam(room), channel: "slack" });
    await receiver.always({ status: 410, body: "channel_is_archived" });
    const { handoff } = await room.escalate();
    expect(handoff.will_notify).toMatchObject([{ name: "Sam", channel: "slack" }]);
    await room.deliver(handoff.id);
    await room.deliver(handoff.id);
    expect(await room.told(handoff.id)).toMatchObject([
      { channel: "email", kind: "first", status: "sent" },
      { channel: "slack", kind: "first", status: "bounced" },
    ]);
    expect(room.postmark.arrived.map(({ To }) => To)).toEqual([sam(room).email]);
    const next = await room.escalate();
    expect(next.handoff.will_notify).toMatchObject([{ name: "Sam", channel: "email" }]);
  });

  it("that is gone makes no second mail for whoever chose both", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { receiver } = await room.add({ owner: sam(room), channel: "slack", choose: ["email", "slack"] });
    await receiver.always({ status: 404 });
    const { handoff } = await room.escalate();
    await room.deliver(handoff.id);
    await room.deliver(handoff.id);
    expect(room.postmark.arrived).toHaveLength(1);
  });

  it("is used when their mail comes back, though they had chosen mail alone; admins are told of the address", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { account } = room.desk;
    await account.member("owner", "Olivia");
    const { receiver } = await room.add({ owner: sam(room), channel: "slack", choose: ["email"] });
    const { handoff } = await room.escalate({ handoff: { to_user_id: sam(room).id } });
    expect(handoff.will_notify).toMatchObject([{ name: "Sam", channel: "email" }]);
    await room.deliver(handoff.id);
    const [row] = await room.ledger(handoff.id);
    if (!row) throw new Error("Sam was not told.");
    expect(await report(reportsOn(room, row, handoff.id).hard)).toBe("recorded");
    // Reports are written by the real clock.
    room.clock.now = Date.now() + 1_000;
    await room.deliver(handoff.id);
    expect(await room.told(handoff.id)).toMatchObject([
      { channel: "email", kind: "first", status: "bounced" },
      { channel: "slack", kind: "first", status: "sent" },
    ]);
    expect(await receiver.bodies()).toHaveLength(1);
    const notices = await account.db.all(
      sql`SELECT id FROM outbox WHERE account_id = ${account.id} AND subject_id LIKE 'unreachable:%'`,
    );
    expect(notices).toHaveLength(1);
  });

  it("that was removed since is replaced by their mail", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { id } = await room.add({ owner: sam(room), channel: "slack" });
    const { handoff } = await room.escalate();
    await removeTarget(room.desk.account.as(sam(room), room.clock.now), "me", id);
    await room.deliver(handoff.id);
    await room.deliver(handoff.id);
    expect(await room.told(handoff.id)).toMatchObject([
      { channel: "email", status: "sent" },
      { channel: "slack", status: "failed", last_error: "This channel was removed." },
    ]);
  });

  it("is all that reaches somebody whose mail comes back; when it goes, somebody else is told", async () => {
    const room = await makeChatRoom(["Sam"]);
    const { account } = room.desk;
    const olivia = await account.member("owner", "Olivia");
    const { receiver } = await room.add({ owner: sam(room), channel: "slack" });
    await account.db.all(sql`UPDATE members SET reachable = 0 WHERE id = ${sam(room).member_id}`);
    const { handoff } = await room.escalate({ handoff: { to_user_id: sam(room).id } });
    expect(handoff.will_notify).toMatchObject([{ name: "Sam", channel: "slack" }]);
    await receiver.always({ status: 404 });
    await room.deliver(handoff.id);
    await room.deliver(handoff.id);
    expect(await room.told(handoff.id)).toMatchObject([
      { channel: "email", kind: "fallback", recipient: olivia.email, status: "sent" },
      { channel: "slack", kind: "first", status: "bounced" },
    ]);
  });

  it("keeps their quiet hours; the account's chat has none", async () => {
    const room = await makeChatRoom(["Sam"]);
    const own = await room.add({ owner: sam(room), channel: "slack" });
    const shared = await room.add({ channel: "slack", name: "#all" });
    const quiet_hours = { tz: "UTC", start: "11:00", end: "13:00", min_priority: "critical" as const };
    await setNotificationSettings(room.desk.account.as(sam(room), room.clock.now), {
      channels: ["slack"],
      quiet_hours,
    });
    const { handoff } = await room.escalate();
    await room.deliver(handoff.id);
    expect(await own.receiver.received()).toEqual([]);
    expect(await shared.receiver.received()).toHaveLength(1);
    room.clock.now += 60 * MINUTE;
    await room.deliver(handoff.id);
    expect(await own.receiver.received()).toHaveLength(1);
  });
});
