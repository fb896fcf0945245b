import { evictDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { howToTell } from "../../src/bus/how-to-tell.ts";
import { WAITING_BYTES, WAITING_EVENTS, isTooSlow } from "../../src/bus/slow-reader.ts";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import { type StreamClient, openSocket, openSse } from "../support/stream-client.ts";

/** A desk with a WebSocket that never says what it has received, and two readers that keep up. */
async function withSilentReader() {
  const desk = await makeDesk();
  const { token } = desk.engineer;
  const silent = await openSocket({ token, silent: true });
  const others = [await openSocket({ token }), await openSse({ token })];
  for (const client of [silent, ...others]) await client.ready();
  return { desk, silent, others };
}

/** A nudge without rows, as the minute's chores send it. */
async function nudge(desk: Desk): Promise<void> {
  const last_seq = (await desk.log()).length;
  const [epoch = ""] = (await desk.position(0)).split(".");
  await busOf(desk).poke({ account_id: desk.account.id, epoch, last_seq, events: [] });
}

async function expectAll(desk: Desk, clients: readonly StreamClient[], after = 0): Promise<void> {
  const log = await desk.log(after);
  for (const client of clients) {
    expect(await client.events(log.length)).toEqual(log);
    client.close();
  }
}

test("the bounds are 64 events and 256 KiB, exactly", () => {
  const reader = { acked_counted: 10, acked_weight: 1_000 };
  expect([WAITING_EVENTS, WAITING_BYTES]).toEqual([64, 262_144]);
  expect(isTooSlow(reader, { counted: 73, weight: 1_000 })).toBe(false);
  expect(isTooSlow(reader, { counted: 74, weight: 1_000 })).toBe(true);
  expect(isTooSlow(reader, { counted: 10, weight: 1_000 + WAITING_BYTES - 1 })).toBe(false);
  expect(isTooSlow(reader, { counted: 10, weight: 1_000 + WAITING_BYTES })).toBe(true);
});

test("at once is told what a replay may be and live would be too much, exactly", () => {
  expect([howToTell(64, 262_144), howToTell(65, 1), howToTell(500, 262_144)]).toEqual([
    "live",
    "backlog",
    "backlog",
  ]);
  expect([howToTell(501, 1), howToTell(500, 262_145), howToTell(1, 262_145)]).toEqual([
    "too_far",
    "too_far",
    "too_far",
  ]);
});

test("a WebSocket that confirms nothing gets 64 events and is ended by the next, the others hear all", async () => {
  const { desk, silent, others } = await withSilentReader();
  await desk.tell(await desk.record(40));
  await desk.tell(await desk.record(40));
  expect(await silent.ended).toBe(1013);
  expect(await silent.events(64)).toEqual((await desk.log()).slice(0, 64));
  expect(silent.raw).toHaveLength(1 + 64);
  await expectAll(desk, others);

  const last = await desk.position(64);
  const again = await openSocket({ token: desk.engineer.token, last });
  expect((await again.ready()).resumed_from).toBe(last);
  await desk.announce();
  await expectAll(desk, [again], 64);
});

test("exactly 64 unconfirmed events end nothing, also over a sleep of the object", async () => {
  const { desk, silent, others } = await withSilentReader();
  await desk.tell(await desk.record(64));
  expect(await silent.events(64)).toEqual(await desk.log());
  await evictDurableObject(busOf(desk));
  silent.send("ping");
  expect((await silent.next()).event).toBe("pong");
  await desk.tell(await desk.record(1));
  expect(await silent.ended).toBe(1013);
  await expectAll(desk, others);
});

test("a WebSocket with 256 KiB unconfirmed is ended by the next event", async () => {
  const { desk, silent, others } = await withSilentReader();
  // Four of them are more than 256 KiB, counted in bytes: two for each letter.
  const text = "ж".repeat(33_000);
  for (let i = 0; i < 4; i++) await desk.tell(await desk.record(1, { text }));
  expect(await silent.events(4)).toEqual(await desk.log());
  for (const client of others) expect(await client.events(4)).toEqual(await desk.log());
  others[0]?.send("ack:4");
  others[0]?.send("ping");
  expect((await others[0]?.next())?.event).toBe("pong");
  await desk.announce();
  expect(await silent.ended).toBe(1013);
  expect(silent.raw).toHaveLength(1 + 4);
  await expectAll(desk, others, 4);
});

test("a WebSocket that confirms every 32 events is never ended", async () => {
  const { desk, silent, others } = await withSilentReader();
  for (let told = 0; told < 512; told += 16) {
    await desk.tell(await desk.record(16));
    const log = await desk.log(told);
    for (const client of others) expect(await client.events(16)).toEqual(log);
  }
  expect(await silent.ended).toBe(1013);
  await desk.announce();
  await expectAll(desk, others, 512);
});

test("a WebSocket that confirms a replay once, and large events after 128 KiB, is never ended", async () => {
  const desk = await makeDesk();
  await desk.tell(await desk.record(200, { text: "x".repeat(1_000) }));
  const last = await desk.position(0);
  const client = await openSocket({ token: desk.engineer.token, last, silent: true });
  await client.ready();
  expect(await client.events(200)).toEqual(await desk.log());
  client.send("ack:200");
  const text = "ж".repeat(33_000);
  for (let seq = 201; seq <= 212; seq++) {
    await desk.tell(await desk.record(1, { text }));
    expect(await client.events(1)).toEqual(await desk.log(seq - 1));
    if (seq % 2 === 0) client.send(`ack:${seq}`);
  }
  await desk.announce();
  await expectAll(desk, [client], 212);
});

test("what a stream replays when it opens does not count", async () => {
  const desk = await makeDesk();
  await desk.tell(await desk.record(200, { text: "x".repeat(1_000) }));
  const last = await desk.position(0);
  const silent = await openSocket({ token: desk.engineer.token, last, silent: true });
  await silent.ready();
  await desk.tell(await desk.record(64));
  expect(await silent.events(264)).toEqual(await desk.log());
  await desk.tell(await desk.record(1));
  expect(await silent.ended).toBe(1013);
  expect(silent.raw).toHaveLength(1 + 264);
});

test("a backlog that is healed at once does not count; what was live before it still does", async () => {
  const { desk, silent, others } = await withSilentReader();
  await desk.tell(await desk.record(30));
  await desk.record(65);
  await nudge(desk);
  await desk.tell(await desk.record(34));
  expect(await silent.events(129)).toEqual(await desk.log());
  await desk.tell(await desk.record(1));
  expect(await silent.ended).toBe(1013);
  expect(silent.raw).toHaveLength(1 + 129);
  await expectAll(desk, others);
});

test("whoever is past the bound already gets nothing of a backlog, and is ended", async () => {
  const { desk, silent, others } = await withSilentReader();
  await desk.tell(await desk.record(64));
  await desk.record(65);
  await nudge(desk);
  expect(await silent.ended).toBe(1013);
  expect(silent.raw).toHaveLength(1 + 64);
  await expectAll(desk, others);
});

test("whoever does not confirm a backlog gets no second one, and readers that confirm get both", async () => {
  const { desk, silent, others } = await withSilentReader();
  for (const told of [0, 110]) {
    await desk.record(100);
    await nudge(desk);
    for (const client of others) expect(await client.events(100)).toEqual(await desk.log(told));
    await desk.tell(await desk.record(10));
    for (const client of others) await client.events(10);
  }
  expect(await silent.ended).toBe(1013);
  expect(silent.raw).toHaveLength(1 + 110);
  await desk.announce();
  await expectAll(desk, others, 220);
});

test("that a backlog was not confirmed is not forgotten over a sleep of the object", async () => {
  const { desk, silent, others } = await withSilentReader();
  await desk.record(100);
  await nudge(desk);
  for (const client of [silent, ...others]) await client.events(100);
  await evictDurableObject(busOf(desk));
  await desk.record(65);
  await nudge(desk);
  expect(await silent.ended).toBe(1013);
  expect(silent.raw).toHaveLength(1 + 100);
  await expectAll(desk, others, 100);
});

test("whoever has not confirmed its replay gets no backlog on top of it; one word at its end is enough", async () => {
  const desk = await makeDesk();
  await desk.tell(await desk.record(200));
  const how = { token: desk.engineer.token, last: await desk.position(0), silent: true };
  const [silent, honest] = [await openSocket(how), await openSocket(how)];
  for (const client of [silent, honest]) {
    await client.ready();
    await client.events(200);
  }
  honest.send("ack:200");
  honest.send("ping");
  expect((await honest.next()).event).toBe("pong");
  await desk.record(65);
  await nudge(desk);
  expect(await silent.ended).toBe(1013);
  expect(silent.raw).toHaveLength(1 + 200);
  await expectAll(desk, [honest], 200);
});

test.each([
  ["501 events", 501, ""],
  ["more than 256 KiB", 14, "ж".repeat(10_000)],
])("a backlog of %s is told to nobody: all are reset as a resume there would be", async (_, count, text) => {
  const { desk, silent, others } = await withSilentReader();
  const { token } = desk.engineer;
  await desk.announce();
  for (const client of [silent, ...others]) await client.events(1);
  await desk.record(count, { text });
  await nudge(desk);
  const position = await desk.position(1 + count);
  for (const client of [silent, ...others]) {
    expect(await client.reset()).toEqual({ reason: "too_far", position, id: position });
  }
  await desk.announce();
  await expectAll(desk, [silent, ...others], 1 + count);

  const within = await openSse({ token, last: await desk.position(count - 5) });
  await within.ready();
  await expectAll(desk, [within], count - 5);
  const before = await openSse({ token, last: await desk.position(1) });
  await before.ready();
  expect(await before.reset()).toMatchObject({ reason: "too_far", id: await desk.position(2 + count) });
  before.close();
});

test("a reset forgives nobody what they have not confirmed", async () => {
  const { desk, silent, others } = await withSilentReader();
  await desk.tell(await desk.record(40));
  await desk.record(501);
  await nudge(desk);
  await desk.tell(await desk.record(24));
  await desk.tell(await desk.record(1));
  expect(await silent.ended).toBe(1013);
  expect(silent.raw).toHaveLength(1 + 40 + 1 + 24);
  for (const client of others) {
    expect(await client.events(40)).toEqual((await desk.log()).slice(0, 40));
    expect((await client.reset()).reason).toBe("too_far");
  }
  await expectAll(desk, others, 541);
});
