import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { type Desk, makeDesk } from "../support/desk.ts";
import { type Open, openSocket, openSse } from "../support/stream-client.ts";

const transports: [string, Open][] = [
  ["SSE", openSse],
  ["a WebSocket", openSocket],
];
const DAY = 24 * 60 * 60 * 1000;

/** Opens from `last` and expects this reset after `ready`, nothing replayed, and the next event live. */
async function expectReset(desk: Desk, open: Open, last: string, reason: string): Promise<void> {
  const end = (await desk.log()).length;
  const client = await open({ token: desk.engineer.token, last });
  const position = await desk.position(end);
  const ready = { account_id: desk.account.id, resumed_from: null, position };
  expect(await client.next()).toMatchObject({ event: "ready", id: null, data: ready });
  expect(await client.reset()).toEqual({ reason, position, id: position });
  const { committed } = await desk.announce();
  expect(await client.events(1)).toEqual(committed.events);
  client.close();
}

test.each(transports)(
  "over %s a position of another epoch is reset, and the stream goes on",
  async (_, open) => {
    const desk = await makeDesk();
    await desk.announce();
    await expectReset(desk, open, "other.1", "epoch");
  },
);

const MALFORMED = [
  "41",
  "k3.",
  ".41",
  "k3.-1",
  "k3.4.1",
  "k3.041",
  "k3.1e3",
  "<script>",
  "ключ.1",
  "x".repeat(300),
];

test.each(MALFORMED)("a position that nobody wrote is reset: %s", async (after) => {
  const desk = await makeDesk();
  await desk.announce();
  const client = await openSse({ token: desk.engineer.token, after });
  await client.ready();
  expect(await client.reset()).toMatchObject({ reason: "unknown_position", id: await desk.position(1) });
  await desk.announce();
  expect(await client.events(1)).toEqual(await desk.log(1));
  client.close();
});

test.each(transports)("over %s a position ahead of the log is reset", async (_, open) => {
  const desk = await makeDesk();
  await desk.announce();
  await expectReset(desk, open, await desk.position(2), "unknown_position");
});

test.each(transports)(
  "over %s more than 500 events behind is a reset, exactly 500 a replay",
  async (_, open) => {
    const desk = await makeDesk();
    await desk.tell(await desk.record(501));
    const client = await open({ token: desk.engineer.token, last: await desk.position(1) });
    expect((await client.ready()).resumed_from).toBe(await desk.position(1));
    expect(await client.events(500)).toEqual(await desk.log(1));
    client.close();
    await expectReset(desk, open, await desk.position(0), "too_far");
  },
);

test("more than 256 KiB behind is a reset, counted in bytes and not in letters", async () => {
  const desk = await makeDesk();
  // 15 events of 10,000 letters, two bytes each: fewer than 256 Ki letters, more than 256 KiB.
  await desk.tell(await desk.record(15, { text: "ж".repeat(10_000) }));
  await expectReset(desk, openSse, await desk.position(0), "too_far");
  const near = await openSse({ token: desk.engineer.token, last: await desk.position(5) });
  expect((await near.ready()).resumed_from).toBe(await desk.position(5));
  expect(await near.events(11)).toEqual(await desk.log(5));
  near.close();
});

test("events are replayed for at least seven days; from older ones on it is a reset", async () => {
  const desk = await makeDesk();
  await desk.tell(await desk.record(2, { now: Date.now() - 15 * DAY }));
  await desk.tell(await desk.record(2, { now: Date.now() - 7 * DAY }));
  const client = await openSse({ token: desk.engineer.token, last: await desk.position(2) });
  expect((await client.ready()).resumed_from).toBe(await desk.position(2));
  expect(await client.events(2)).toEqual(await desk.log(2));
  client.close();
  await expectReset(desk, openSse, await desk.position(1), "too_old");
});

test("events that the database no longer has are a reset, never a partial replay", async () => {
  const desk = await makeDesk();
  await desk.record(5);
  const gone = env.DB.prepare("DELETE FROM account_events WHERE account_id = ? AND seq <= 3");
  await gone.bind(desk.account.id).run();
  const client = await openSocket({ token: desk.engineer.token, last: await desk.position(1) });
  await client.ready();
  expect(await client.reset()).toMatchObject({ reason: "too_old", id: await desk.position(5) });
  client.close();
});

test("a log restored from a backup resets every open stream, which then goes on in the new epoch", async () => {
  const desk = await makeDesk();
  await desk.tell(await desk.record(5));
  const clients = [await openSse(desk.engineer), await openSocket(desk.engineer)];
  for (const client of clients) await client.ready();
  await env.DB.batch([
    env.DB.prepare("DELETE FROM account_events WHERE account_id = ? AND seq > 2").bind(desk.account.id),
    env.DB.prepare("UPDATE accounts SET epoch = 'restored', last_seq = 2 WHERE id = ?").bind(desk.account.id),
  ]);
  await desk.announce();
  for (const client of clients) {
    expect(await client.reset()).toEqual({ reason: "epoch", position: "restored.2", id: "restored.2" });
    expect(await client.events(1)).toEqual(await desk.log(2));
    client.close();
  }
});
