import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { EventStore, KEPT_EVENTS } from "../../src/bus/event-store.ts";
import { REPLAY_AGE_MS, REPLAY_EVENTS } from "../../src/bus/resume.ts";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import { openSocket, openSse } from "../support/stream-client.ts";

const HOUR = 60 * 60 * 1000;

/** Which events the desk's object keeps. */
const kept = (desk: Desk) =>
  runInDurableObject(busOf(desk), (_, { storage }) => new EventStore(storage).after(0).map(({ seq }) => seq));

const old = (ms: number) => ({ now: Date.now() - REPLAY_AGE_MS - ms });

test("events too old to be replayed are not kept by the object, whether they came alone or before others", async () => {
  const desk = await makeDesk();
  const clients = [await openSse(desk.engineer), await openSocket(desk.engineer)];
  for (const client of clients) await client.ready();
  await desk.tell(await desk.record(2, old(2 * HOUR)));
  expect(await kept(desk)).toEqual([]);
  await desk.tell(await desk.record(2, old(-HOUR)));
  await desk.tell(await desk.record(1));
  expect(await kept(desk)).toEqual([3, 4, 5]);
  for (const client of clients) {
    expect(await client.events(5)).toEqual(await desk.log());
    client.close();
  }
});

test("what has become too old goes with the next event, in one transaction", async () => {
  const desk = await makeDesk();
  await desk.tell(await desk.record(3, old(-HOUR)));
  await desk.tell(await desk.record(2));
  expect(await kept(desk)).toEqual([1, 2, 3, 4, 5]);
  await runInDurableObject(busOf(desk), (_, { storage }) => {
    const store = new EventStore(storage);
    const event = { seq: 6, type: "session_resolved", data: "{}", at: Date.now() + 2 * HOUR };
    const append = () => store.append([event], "live", event.at);
    storage.sql.exec("CREATE TRIGGER no BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'no'); END");
    expect(append).toThrow("no");
    storage.sql.exec("DROP TRIGGER no");
    expect(new EventStore(storage).state?.cursor).toBe(5);
    append();
  });
  expect(await kept(desk)).toEqual([4, 5, 6]);
});

test("as many events are kept as two replays hold, and no more", async () => {
  const desk = await makeDesk();
  expect(KEPT_EVENTS).toBe(2 * REPLAY_EVENTS);
  for (let told = 0; told < 1_200; told += 400) await desk.tell(await desk.record(400));
  expect(await kept(desk)).toEqual(Array.from({ length: KEPT_EVENTS }, (_, index) => index + 201));
});

test("whoever confirms an event that is no longer kept is not taken for a slow reader", async () => {
  const desk = await makeDesk();
  const client = await openSocket({ token: desk.engineer.token, silent: true });
  await client.ready();
  // Four of them are more than may wait.
  const text = "x".repeat(70_000);
  for (let seq = 1; seq <= 8; seq++) {
    await desk.tell(await desk.record(1, { text, ...old(HOUR) }));
    expect(await client.events(1)).toEqual(await desk.log(seq - 1));
    client.send(`ack:${seq}`);
  }
  await desk.announce();
  expect(await client.events(1)).toEqual(await desk.log(8));
  client.close();
});
