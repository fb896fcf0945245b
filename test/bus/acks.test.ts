import { expect, test } from "vitest";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import { type StreamClient, openSocket, openSse } from "../support/stream-client.ts";

/** A client that confirms by hand, after so many events of which it has seen all. */
async function listening(events: number): Promise<{ desk: Desk; client: StreamClient }> {
  const desk = await makeDesk();
  const client = await openSocket({ token: desk.engineer.token, silent: true });
  await client.ready();
  if (events > 0) await desk.tell(await desk.record(events));
  await client.events(events);
  return { desk, client };
}

/** The object has read all that the client sent before, and the client is still welcome. */
async function expectWelcome(desk: Desk, client: StreamClient): Promise<void> {
  const end = (await desk.log()).length;
  await desk.announce();
  expect(await client.events(1)).toEqual(await desk.log(end));
}

test("acknowledgements that say nothing new are borne for a while, then they are abuse", async () => {
  const { desk, client } = await listening(3);
  client.send("ack:3");
  for (let i = 0; i < 24; i++) client.send(`ack:${1 + (i % 3)}`);
  await expectWelcome(desk, client);
  client.send("ack:2");
  expect(await client.ended).toBe(1008);
});

test("an acknowledgement ahead of the log is abuse", async () => {
  const { desk, client } = await listening(3);
  client.send("ack:3");
  await expectWelcome(desk, client);
  client.send("ack:5");
  expect(await client.ended).toBe(1008);
});

test.each(["ack:-1", "ack:1.5", "ack:01234567890123456", "ack: 1", "ACK:1", "ack:1 ", "ping ", "pong"])(
  "%j is no acknowledgement",
  async (word) => {
    const { client } = await listening(1);
    client.send(word);
    expect(await client.ended).toBe(1008);
  },
);

test("whoever confirms a replay of 500 events as the contract asks stays welcome", async () => {
  const desk = await makeDesk();
  await desk.tell(await desk.record(500));
  const client = await openSocket({ token: desk.engineer.token, last: await desk.position(0), silent: true });
  await client.ready();
  await client.events(500);
  for (let seq = 32; seq < 500; seq += 32) client.send(`ack:${seq}`);
  client.send("ack:500");
  await expectWelcome(desk, client);
  for (let i = 0; i < 24; i++) client.send("ack:500");
  await expectWelcome(desk, client);
  client.close();
});

test("whoever confirms a healed backlog as the contract asks stays welcome, as long as it can be", async () => {
  const { desk, client } = await listening(1);
  await desk.record(500);
  const [epoch = ""] = (await desk.position(0)).split(".");
  await busOf(desk).poke({ account_id: desk.account.id, epoch, last_seq: 501, events: [] });
  await client.events(500);
  for (let seq = 32; seq <= 501; seq += 32) client.send(`ack:${seq}`);
  await expectWelcome(desk, client);
  client.close();
});

test.each([
  ["a thousand words at once", 1_000, () => "hello"],
  ["a thousand acknowledgements at once", 1_000, () => "ack:1"],
  ["megabytes of text", 2, () => "x".repeat(1_000_000)],
  ["megabytes of bytes", 2, () => new Uint8Array(1_000_000).buffer],
  ["megabytes in one message", 1, () => "x".repeat(5_000_000)],
  ["an acknowledgement as bytes", 1, () => new Uint8Array([97, 99, 107, 58, 49]).buffer],
])("whoever sends %s is put out with 1008, and nobody else notices", async (_, count, message) => {
  const desk = await makeDesk();
  const others = [await openSocket(desk.engineer), await openSse(desk.engineer)];
  const rude = await openSocket({ token: desk.engineer.token, silent: true });
  for (const client of [rude, ...others]) await client.ready();
  await desk.announce();
  for (let i = 0; i < count; i++) rude.send(message());
  expect(await rude.ended).toBe(1008);
  await desk.announce();
  for (const client of others) {
    expect(await client.events(2)).toEqual(await desk.log());
    client.close();
  }
});

test("10,000 pings at once are answered and end nothing", async () => {
  const { desk, client } = await listening(1);
  for (let i = 0; i < 10_000; i++) client.send("ping");
  for (let i = 0; i < 10_000; i++) expect((await client.next()).event).toBe("pong");
  await expectWelcome(desk, client);
  client.close();
});
