import {
  createExecutionContext,
  createMessageBatch,
  evictDurableObject,
  getQueueResult,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { RETRY_MS } from "../../src/bus/due-times.ts";
import { claimHandoff } from "../../src/domain/handoffs/claim-handoff.ts";
import type { HandedOff } from "../../src/contract/handoff.ts";
import { consumeJobs } from "../../src/queue/consume-jobs.ts";
import type { JobMessage } from "../../src/queue/job-message.ts";
import { alarmOf } from "../support/bus-sockets.ts";
import { ORIGIN, json } from "../support/call.ts";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { handoffRow } from "../support/rows.ts";
import { openSocket } from "../support/stream-client.ts";
import { until } from "../support/until.ts";
import { envWith, workerWith } from "../support/worker-with.ts";

const MINUTE = 60_000;

/** The second at which the object rings for a time. */
const ring = (at: number) => Math.ceil(at / 1000) * 1000;

/** The desk's object puts its messages here from now on, until it sleeps. */
async function watchQueue(desk: Desk, send = async () => {}): Promise<JobMessage[]> {
  const sent: JobMessage[] = [];
  const JOBS = {
    async send(message: JobMessage) {
      sent.push(message);
      await send();
    },
  };
  await runInDurableObject(
    busOf(desk),
    (instance) => void Object.assign(instance, { env: envWith({ JOBS }) }),
  );
  return sent;
}

/** The times that the object remembers. */
const timesOf = (desk: Desk) =>
  runInDurableObject(busOf(desk), (_, { storage }) =>
    storage.sql
      .exec<{ at: number }>("SELECT at FROM due ORDER BY at")
      .toArray()
      .map(({ at }) => at),
  );

/** The earliest of the times has come. */
const letTimeCome = (desk: Desk) =>
  runInDurableObject(busOf(desk), (_, { storage }) => {
    storage.sql.exec("UPDATE due SET at = 1000 WHERE at = (SELECT min(at) FROM due)");
  });

async function consume(room: MailRoom, messages: readonly JobMessage[]): Promise<void> {
  const bodies = messages.map((body, index) => ({
    id: `${index}`,
    timestamp: new Date(),
    attempts: 1,
    body,
  }));
  const batch = createMessageBatch("baton-jobs", bodies);
  await consumeJobs(room.deps, batch);
  const { explicitAcks } = await getQueueResult(batch, createExecutionContext());
  expect(explicitAcks).toHaveLength(messages.length);
}

test("from the escalation to the reminder: the object sleeps, rings, asks the queue, and hears of the next time", async () => {
  const room = await makeMailRoom();
  const { desk, clock } = room;
  clock.now = Date.now();
  const { handoff, committed } = await room.escalate();
  await desk.tell(committed);
  await room.deliver(handoff.id);
  expect(await alarmOf(desk)).toBe(ring(clock.now + 5 * MINUTE));

  await evictDurableObject(busOf(desk));
  const sent = await watchQueue(desk);
  await letTimeCome(desk);
  expect(await runDurableObjectAlarm(busOf(desk))).toBe(true);
  expect(sent).toEqual([{ kind: "look_after", account_id: desk.account.id }]);
  expect([await timesOf(desk), await alarmOf(desk)]).toEqual([[], null]);

  const client = await openSocket(desk.engineer);
  await client.ready();
  clock.now += 5 * MINUTE;
  await consume(room, sent);
  expect(await client.events(2)).toMatchObject([
    { type: "handoff_reminded", handoff_id: handoff.id, recipients: [{ name: "Sam" }] },
    { type: "delivery_changed", deliveries: [{ status: "sent" }] },
  ]);
  expect(room.postmark.arrived.map(({ Subject }) => Subject)).toEqual([
    "New escalation: VPN drops",
    "Still waiting: VPN drops",
  ]);
  expect(await timesOf(desk)).toEqual([ring(clock.now + 10 * MINUTE)]);
  client.close();

  await consume(room, sent);
  expect(room.postmark.arrived).toHaveLength(2);
});

test("the same with nothing but the Worker's own bindings", async () => {
  const desk = await makeDesk();
  await desk.account.member("admin", "Adam");
  const { handoff } = await desk.announce({ now: Date.now() - 5 * MINUTE });
  await until(async () => (await handoffRow(desk.account, handoff.id)).ladder_step > 0);
  await until(async () => (await desk.log()).some(({ type }) => type === "delivery_changed"));
  expect((await desk.log()).map(({ type }) => type)).toContain("handoff_reminded");
  expect(await timesOf(desk)).toEqual([ring(Date.parse(handoff.created_at) + 15 * MINUTE)]);
  // The platform's own queue takes its time, and other tests' messages before these.
});

test("a queue that fails seven times is asked an eighth time, however often the object slept in between", async () => {
  const desk = await makeDesk();
  await desk.announce();
  await letTimeCome(desk);
  for (let failures = 1; failures <= 7; failures++) {
    await evictDurableObject(busOf(desk));
    const sent = await watchQueue(desk, () => Promise.reject(new Error("the queue is away")));
    const before = Date.now();
    expect(await runDurableObjectAlarm(busOf(desk))).toBe(true);
    expect(sent).toHaveLength(1);
    const again = (await alarmOf(desk)) ?? 0;
    expect(again).toBeGreaterThanOrEqual(before + RETRY_MS);
    expect(again).toBeLessThanOrEqual(Date.now() + RETRY_MS);
  }
  await evictDurableObject(busOf(desk));
  const sent = await watchQueue(desk);
  expect(await runDurableObjectAlarm(busOf(desk))).toBe(true);
  expect(sent).toEqual([{ kind: "look_after", account_id: desk.account.id }]);
  expect([await timesOf(desk), await alarmOf(desk)]).toEqual([[], null]);
});

test("a queue that failed is left alone for half a minute, whatever else rings", async () => {
  const desk = await makeDesk();
  await desk.announce();
  await letTimeCome(desk);
  const sent = await watchQueue(desk, () => Promise.reject(new Error("the queue is away")));
  for (let rings = 0; rings < 5; rings++) expect(await runDurableObjectAlarm(busOf(desk))).toBe(true);
  expect(sent).toHaveLength(1);
  expect(await timesOf(desk)).toEqual([1000]);
});

test("it is asked also when the rest of the alarm fails", async () => {
  const desk = await makeDesk();
  const client = await openSocket(desk.engineer);
  await client.ready();
  await desk.announce();
  await letTimeCome(desk);
  await runInDurableObject(busOf(desk), (_, state) => {
    for (const socket of state.getWebSockets()) socket.serializeAttachment(null);
  });
  await evictDurableObject(busOf(desk));
  const sent = await watchQueue(desk);
  await expect(runDurableObjectAlarm(busOf(desk))).rejects.toThrow();
  expect(sent).toEqual([{ kind: "look_after", account_id: desk.account.id }]);
});

test("one message is enough for all that is due, and each later time rings by itself", async () => {
  const desk = await makeDesk();
  const now = Date.now();
  for (const minutes of [0, 1, 2, 3]) await desk.announce({ now: now + minutes * MINUTE });
  expect(await timesOf(desk)).toEqual([5, 6, 7, 8].map((minutes) => ring(now + minutes * MINUTE)));
  await runInDurableObject(busOf(desk), (_, { storage }) => {
    storage.sql.exec("UPDATE due SET at = at - ? WHERE at <= ?", 10 * MINUTE, ring(now + 6 * MINUTE));
  });
  const sent = await watchQueue(desk);
  expect(await runDurableObjectAlarm(busOf(desk))).toBe(true);
  expect(sent).toHaveLength(1);
  expect(await alarmOf(desk)).toBe(ring(now + 7 * MINUTE));
});

test("before its time the alarm asks nobody and is set again", async () => {
  const desk = await makeDesk();
  const { handoff } = await desk.announce();
  const sent = await watchQueue(desk);
  const due = await alarmOf(desk);
  expect(await runDurableObjectAlarm(busOf(desk))).toBe(true);
  expect(sent).toEqual([]);
  expect(await alarmOf(desk)).toBe(due);
  expect(due).toBe(ring(Date.parse(handoff.created_at) + 5 * MINUTE));
});

test("a nudge whose reading fails is remembered all the same", async () => {
  const desk = await makeDesk();
  await desk.announce({ handoff: { intent: "park" } });
  const { committed, handoff } = await desk.handOff();
  await runInDurableObject(busOf(desk), async (instance) => {
    const DB = { prepare: () => ({}), batch: () => Promise.reject(new Error("D1 is away")) };
    Object.assign(instance, { env: envWith({ DB }) });
    const epoch = (await desk.position(0)).split(".")[0] ?? "";
    const poke = { account_id: desk.account.id, epoch, last_seq: 9, events: [], due: committed.due };
    await expect(instance.poke(poke)).rejects.toThrow();
  });
  expect(await alarmOf(desk)).toBe(ring(Date.parse(handoff.created_at) + 5 * MINUTE));
});

test("over HTTP an escalation and its claim bring their times along; a parked session and a note bring none", async () => {
  const desk = await makeDesk();
  const { token } = desk.engineer;
  const post = async (path: string, body: object) => {
    const request = new Request(`${ORIGIN}/api/v1/ai-sessions/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return (await workerWith({}, request)).json<HandedOff>();
  };
  const { id } = await json<{ id: string }>(201, "POST", "/api/v1/ai-sessions", { token, body: {} });
  await post(`${id}/handoff`, { intent: "park" });
  expect(await timesOf(desk)).toEqual([]);
  const escalated = await post(`${id}/handoff`, { intent: "escalate" });
  await post(`${id}/handoffs/${escalated.id}/notes`, { text: "Please" });
  expect(await timesOf(desk)).toEqual([ring(Date.parse(escalated.created_at) + 5 * MINUTE)]);
  const claimed = await post(`${id}/handoffs/${escalated.id}/claim`, {});
  expect(await timesOf(desk)).toEqual([
    ring(Date.parse(escalated.created_at) + 5 * MINUTE),
    ring(Date.parse(claimed.claimed_at ?? "") + 30 * MINUTE),
  ]);
});

test("a time that means nothing any more costs a message that changes nothing", async () => {
  const room = await makeMailRoom();
  const { handoff } = await room.escalate();
  const key = { session_id: handoff.session_id, handoff_id: handoff.id };
  const [sam] = room.team;
  if (!sam) throw new Error("Nobody is there to pick it up.");
  await claimHandoff(room.desk.account.as(sam, room.clock.now + MINUTE), key, {});
  room.clock.now += 5 * MINUTE;
  const before = await room.desk.account.db.all(sql`SELECT * FROM handoffs WHERE id = ${handoff.id}`);
  await consume(room, [{ kind: "look_after", account_id: room.desk.account.id }]);
  expect(await room.desk.account.db.all(sql`SELECT * FROM handoffs WHERE id = ${handoff.id}`)).toEqual(
    before,
  );
  expect(room.postmark.requests).toEqual([]);
});
