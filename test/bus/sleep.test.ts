import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { busOf, makeDesk } from "../support/desk.ts";
import { openSocket, openSse } from "../support/stream-client.ts";

test("clients stay connected while the object sleeps, and the next event wakes it for them", async () => {
  const desk = await makeDesk();
  const clients = [await openSse(desk.engineer), await openSocket(desk.engineer)];
  for (const client of clients) await client.ready();
  await desk.announce();
  for (const client of clients) await client.events(1);

  for (let round = 2; round <= 4; round++) {
    await evictDurableObject(busOf(desk));
    await desk.announce();
    for (const client of clients) expect(await client.events(1)).toEqual(await desk.log(round - 1));
  }
  for (const client of clients) client.close();
});

test("a client that comes back gets what it missed although the object had been evicted in between", async () => {
  const desk = await makeDesk();
  const { token } = desk.engineer;
  const before = await openSse({ token });
  await before.ready();
  await desk.announce();
  await before.events(1);
  before.close();
  await desk.announce();
  await evictDurableObject(busOf(desk));
  await desk.announce();
  await evictDurableObject(busOf(desk));

  const last = await desk.position(1);
  for (const open of [openSse, openSocket]) {
    const client = await open({ token, last });
    expect((await client.ready()).resumed_from).toBe(last);
    expect(await client.events(2)).toEqual(await desk.log(1));
    client.close();
  }
});

test("an evicted object still ends exactly the streams it is told to end", async () => {
  const desk = await makeDesk();
  const senior = await desk.account.member("admin");
  const [mine, other] = [await openSocket(desk.engineer), await openSse(senior)];
  await mine.ready();
  await other.ready();
  await evictDurableObject(busOf(desk));
  await busOf(desk).endStreams(`user:${desk.engineer.id}`, 4403, "right lost");
  expect(await mine.ended).toBe(4403);
  await desk.announce();
  expect(await other.events(1)).toEqual(await desk.log());
  other.close();
});

test("a silent client's ping is answered without waking the object", async () => {
  const desk = await makeDesk();
  const client = await openSocket(desk.engineer);
  await client.ready();
  await evictDurableObject(busOf(desk));
  client.send("ping");
  expect((await client.next()).event).toBe("pong");
  await desk.announce();
  expect(await client.events(1)).toEqual(await desk.log());
  client.close();
});

test("the object's own migrations run once, however often it wakes", async () => {
  const desk = await makeDesk();
  await desk.announce();
  const bus = busOf(desk);
  const run = () =>
    runInDurableObject(bus, (_, { storage }) => storage.sql.exec("SELECT id FROM bus_migrations").toArray());
  const once = await run();
  for (let wake = 0; wake < 3; wake++) {
    await evictDurableObject(bus);
    await desk.announce();
  }
  expect(once.length).toBeGreaterThan(2);
  expect(await run()).toEqual(once.map((_, id) => ({ id })));
  const kept = await runInDurableObject(bus, (_, { storage }) =>
    storage.sql.exec("SELECT seq FROM events ORDER BY seq").toArray(),
  );
  expect(kept).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }, { seq: 4 }]);
});
