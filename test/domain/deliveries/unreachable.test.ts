import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { TestMember } from "../../support/factories.ts";
import { makeMailRoom } from "../../support/mail-room.ts";

const comesBack = ({ member_id }: TestMember) =>
  env.DB.prepare("UPDATE members SET reachable = 0 WHERE id = ?").bind(member_id).run();

test("somebody whose mail comes back is not counted as told, and the receipt says why", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const [sam, tom] = room.team;
  if (!sam || !tom) throw new Error("There are two.");
  await comesBack(sam);
  const { handoff } = await room.escalate();
  expect(handoff.will_notify).toEqual([{ user_id: tom.id, name: "Tom", channel: "email" }]);
  expect(await room.ledger(handoff.id)).toMatchObject([
    {
      recipient: sam.email,
      status: "suppressed",
      last_error: "Their mail comes back.",
      next_attempt_at: null,
    },
    { recipient: tom.email, status: "pending", last_error: null, next_attempt_at: room.clock.now },
  ]);
  await room.deliver(handoff.id);
  expect(room.postmark.arrived.map(({ To }) => To)).toEqual([tom.email]);
});

test("one who was named and cannot be reached leaves it to everybody, at once", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const [sam, tom] = room.team;
  if (!sam || !tom) throw new Error("There are two.");
  await comesBack(sam);
  const { handoff } = await room.escalate({ handoff: { to_user_id: sam.id } });
  expect(handoff.will_notify).toEqual([{ user_id: tom.id, name: "Tom", channel: "email" }]);
  await room.deliver(handoff.id);
  expect(room.postmark.arrived.map(({ To }) => To)).toEqual([tom.email]);
});

test("where mail reaches nobody, everybody is mailed all the same", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  for (const who of room.team) await comesBack(who);
  const { handoff } = await room.escalate();
  expect(handoff.will_notify).toHaveLength(2);
  await room.deliver(handoff.id);
  expect(room.postmark.arrived).toHaveLength(2);
});

test("a mail that waits for the end of quiet hours is tried for a day from then", async () => {
  const room = await makeMailRoom();
  const quiet = { start: "11:00", end: "13:00", min_priority: "high", tz: "UTC" };
  await env.DB.prepare("UPDATE members SET notifications = ? WHERE id = ?")
    .bind(JSON.stringify({ channels: ["email"], quiet_hours: quiet }), room.team[0]?.member_id ?? "")
    .run();
  const { handoff } = await room.escalate();
  const due = room.clock.now + 60 * 60_000;
  expect(await room.ledger(handoff.id)).toMatchObject([
    { status: "pending", next_attempt_at: due, give_up_at: due + 24 * 60 * 60_000 },
  ]);
});
