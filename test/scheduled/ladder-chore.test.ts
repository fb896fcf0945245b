import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { runChores } from "../../src/scheduled/run-chores.ts";
import worker from "../../src/worker.ts";
import { makeMailRoom } from "../support/mail-room.ts";
import { handoffRow } from "../support/rows.ts";
import { settlePromises } from "../support/settle-promises.ts";

const MINUTE = 60_000;

beforeEach(settlePromises);

test("where no alarm ever rings, the minute's chores climb the ladder, and the mails go out in the same minute", async () => {
  const room = await makeMailRoom();
  const began = room.clock.now;
  const { handoff } = await room.escalate({ session: { problem_summary: "VPN" } });
  const sent = new Map<string, number>();
  for (let minute = 0; minute <= 50; minute++) {
    room.clock.now = began + minute * MINUTE;
    const before = room.postmark.arrived.length;
    await runChores(room.deps);
    for (const { Subject } of room.postmark.arrived.slice(before)) sent.set(`${minute} ${Subject}`, minute);
  }
  expect([...sent.keys()]).toEqual([
    "0 New escalation: VPN",
    "5 Still waiting: VPN",
    "15 Still waiting: VPN",
    "45 Still waiting: VPN",
  ]);
  expect(room.postmark.arrived).toHaveLength(4);
  expect((await room.ledger(handoff.id)).every(({ status }) => status === "sent")).toBe(true);
});

test("after a day in which nothing ran each person gets one mail about each escalation", async () => {
  const room = await makeMailRoom(["Sam", "Tom"]);
  const { handoff } = await room.escalate();
  await room.deliver(handoff.id);
  room.clock.now += 24 * 60 * MINUTE;
  await runChores(room.deps);
  await runChores(room.deps);
  expect(room.postmark.arrived.map(({ To }) => To).toSorted()).toEqual(
    [...room.team, ...room.team].map(({ email }) => email).toSorted(),
  );
  expect((await room.desk.log()).filter(({ type }) => type === "handoff_widened")).toHaveLength(1);
});

test("the minute's trigger climbs too", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate({ now: Date.now() - 5 * MINUTE });
  await worker.scheduled(createScheduledController(), env);
  expect(await handoffRow(room.desk.account, handoff.id)).toMatchObject({ ladder_step: 1 });
});
