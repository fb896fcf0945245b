import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { watchBus } from "../support/bus-sockets.ts";
import { busOf, makeDesk } from "../support/desk.ts";
import { recordingDatabase } from "../support/recording-database.ts";
import { openSocket, readSse, streamRequest } from "../support/stream-client.ts";
import { workerWith } from "../support/worker-with.ts";

test("opening a stream asks the database once, for the caller, and the object not at all", async () => {
  const desk = await makeDesk();
  for (let i = 0; i < 3; i++) await desk.announce();
  const inObject = await watchBus(desk);
  const { binding, trips } = recordingDatabase(env.DB);
  const streams = [
    {},
    { last: await desk.position(1) },
    { last: await desk.position(3) },
    { last: "broken" },
  ];
  for (const how of streams) {
    const request = streamRequest({ ...desk.engineer, ...how });
    const client = readSse(await workerWith({ DB: binding }, request));
    await client.ready();
    client.close();
  }
  expect(trips.length).toBe(streams.length);
  for (const [text = ""] of trips) expect(text).toContain("FROM logins");
  expect(inObject).toEqual([]);
});

test("a nudge that brings its rows reads nothing; one that lost some reads once", async () => {
  const desk = await makeDesk();
  await desk.announce();
  const client = await openSocket(desk.engineer);
  await client.ready();
  const inObject = await watchBus(desk);
  await desk.announce();
  await desk.announce();
  expect(inObject).toEqual([]);
  await desk.handOff();
  await desk.announce();
  expect(await client.events(4)).toEqual(await desk.log(1));
  expect(inObject.length).toBe(1);
  expect(inObject[0]?.[0]).toContain("FROM account_events");
  client.close();
});

test("many nudges at once that lack rows share their reads", async () => {
  const desk = await makeDesk();
  await desk.announce();
  const inObject = await watchBus(desk);
  await desk.handOff();
  const late = await Promise.all(Array.from({ length: 20 }, () => desk.handOff()));
  await Promise.all(late.map(({ committed }) => desk.tell(committed)));
  expect(inObject.length).toBeLessThanOrEqual(2);
  const kept = await runInDurableObject(busOf(desk), (_, { storage }) =>
    storage.sql.exec("SELECT seq FROM events ORDER BY seq").toArray(),
  );
  expect(kept.map(({ seq }) => seq)).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));
});

test("an older resume point costs the object one read", async () => {
  const desk = await makeDesk();
  await desk.record(10);
  const first = await openSocket(desk.engineer);
  await first.ready();
  const inObject = await watchBus(desk);
  const client = await openSocket({ token: desk.engineer.token, last: await desk.position(2) });
  await client.ready();
  expect(await client.events(8)).toEqual(await desk.log(2));
  expect(inObject.length).toBe(1);
  first.close();
  client.close();
});
