import { expect, test } from "vitest";
import { KEPT_EVENTS } from "../../src/bus/event-store.ts";
import { REPLAY_EVENTS } from "../../src/bus/resume.ts";
import { call } from "../support/call.ts";
import { makeDesk } from "../support/desk.ts";
import { type Open, openSocket, openSse } from "../support/stream-client.ts";

const transports: [string, Open][] = [
  ["SSE", openSse],
  ["a WebSocket", openSocket],
];

test.each(transports)(
  "over %s a client that comes back gets exactly what it missed, then live",
  async (_, open) => {
    const desk = await makeDesk();
    const { token } = desk.engineer;
    const first = await open({ token });
    await first.ready();
    await desk.announce();
    await first.events(1);
    first.close();
    for (let i = 0; i < 3; i++) await desk.announce();

    const last = await desk.position(1);
    const again = await open({ token, last });
    expect(await again.ready()).toMatchObject({ resumed_from: last, position: await desk.position(4) });
    expect(await again.events(3)).toEqual(await desk.log(1));
    await desk.announce();
    expect(await again.events(1)).toEqual(await desk.log(4));
    again.close();
  },
);

test.each(transports)(
  "over %s the header decides when header and query both name a position",
  async (_, open) => {
    const desk = await makeDesk();
    for (let i = 0; i < 3; i++) await desk.announce();
    const { token } = desk.engineer;
    const byQuery = await open({ token, after: await desk.position(1) });
    expect((await byQuery.ready()).resumed_from).toBe(await desk.position(1));
    expect(await byQuery.events(2)).toEqual(await desk.log(1));
    const both = await open({ token, last: await desk.position(2), after: await desk.position(0) });
    expect((await both.ready()).resumed_from).toBe(await desk.position(2));
    expect(await both.events(1)).toEqual(await desk.log(2));
    byQuery.close();
    both.close();
  },
);

test("without a resume point only newer events come", async () => {
  const desk = await makeDesk();
  for (let i = 0; i < 3; i++) await desk.announce();
  const client = await openSse(desk.engineer);
  expect(await client.ready()).toMatchObject({ resumed_from: null, position: await desk.position(3) });
  await desk.announce();
  expect(await client.events(1)).toEqual(await desk.log(3));
  client.close();
});

test("a client that missed nothing gets nothing twice", async () => {
  const desk = await makeDesk();
  await desk.announce();
  const last = await desk.position(1);
  const client = await openSocket({ token: desk.engineer.token, last });
  expect(await client.ready()).toMatchObject({ resumed_from: last, position: last });
  await desk.announce();
  expect(await client.events(1)).toEqual(await desk.log(1));
  client.close();
});

test("what the object never kept comes from the database", async () => {
  const desk = await makeDesk();
  await desk.record(20);
  // The first the object hears of this account: it begins here and keeps nothing older.
  const client = await openSse({ token: desk.engineer.token, last: await desk.position(3) });
  expect((await client.ready()).resumed_from).toBe(await desk.position(3));
  await desk.announce();
  expect(await client.events(18)).toEqual(await desk.log(3));
  const second = await openSocket({ token: desk.engineer.token, last: await desk.position(10) });
  await second.ready();
  expect(await second.events(11)).toEqual(await desk.log(10));
  client.close();
  second.close();
});

test("what the object has let go of is out of a replay's reach, and the newest are all there", async () => {
  const desk = await makeDesk();
  const bus = await desk.announce();
  expect(bus.committed.events).toHaveLength(1);
  await desk.tell(await desk.record(KEPT_EVENTS + 50));
  const end = KEPT_EVENTS + 51;
  const after = end - REPLAY_EVENTS;
  const client = await openSse({ token: desk.engineer.token, last: await desk.position(after) });
  expect(await client.ready()).toMatchObject({ position: await desk.position(end) });
  expect(await client.events(REPLAY_EVENTS)).toEqual(await desk.log(after));
  client.close();
});

test.each(["/api/v1/ai-sessions/queue", "/api/v1/handoffs"])(
  "opening the stream from the position that %s tells misses nothing",
  async (path) => {
    const desk = await makeDesk();
    await desk.announce();
    const { token } = desk.engineer;
    const rows = await call("GET", path, { token });
    await rows.body?.cancel();
    const position = rows.headers.get("x-stream-position") ?? "";
    expect(position).toBe(await desk.position(1));
    // Committed between the list and the stream, and nobody has told the bus.
    const { handoff } = await desk.handOff();
    const client = await openSse({ token, after: position });
    expect((await client.ready()).resumed_from).toBe(position);
    expect(await client.events(1)).toMatchObject([{ seq: 2, handoff_id: handoff.id }]);
    client.close();
  },
);
