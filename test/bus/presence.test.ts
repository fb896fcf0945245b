import { evictDurableObject } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import type { HandoffDetail } from "../../src/contract/handoff.ts";
import { newId } from "../../src/platform/new-id.ts";
import { call, json, problemOf } from "../support/call.ts";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import type { TestMember } from "../support/factories.ts";
import { secondLogin } from "../support/second-login.ts";
import { type Open, type StreamClient, openSocket, openSse } from "../support/stream-client.ts";

const PRESENCE = "/api/v1/ai-sessions/escalations/presence";
const transports: [string, Open][] = [
  ["SSE", openSse],
  ["a WebSocket", openSocket],
];

let desk: Desk;
let first: string;
let second: string;
beforeEach(async () => {
  desk = await makeDesk();
  first = (await desk.announce()).handoff.id;
  second = (await desk.announce()).handoff.id;
});

interface Screen {
  who: { id: string; name: string };
  client: StreamClient;
  look(viewing: string | null): Promise<void>;
}

async function screenOf(member: TestMember, open: Open = openSocket, token = member.token): Promise<Screen> {
  const client = await open({ token });
  const { connection_id } = await client.ready();
  const look = async (viewing: string | null) => {
    await json<null>(204, "POST", PRESENCE, { token, body: { connection_id, viewing } });
  };
  return { who: { id: member.id, name: member.name }, client, look };
}

const seen = (handoff_id: string, ...viewers: object[]) => ({
  event: "presence",
  id: null,
  data: { handoff_id, viewers },
});

async function expectNothingCame(...clients: StreamClient[]): Promise<void> {
  const log = await desk.log();
  await desk.announce();
  for (const client of clients) expect(await client.events(1)).toEqual(await desk.log(log.length));
}

const viewersOf = async (handoffId: string) => {
  const rows = await json<{ handoff_id: string; viewers: object[] }[]>(
    200,
    "GET",
    "/api/v1/ai-sessions/queue",
    { token: desk.engineer.token },
  );
  return rows.find(({ handoff_id }) => handoff_id === handoffId)?.viewers;
};

test.each(transports)(
  "who looks at a card, at another and at none is told to everybody over %s",
  async (_, open) => {
    const priya = await screenOf(desk.engineer, open);
    const adam = await screenOf(await desk.account.member("admin", "Adam"), open);
    await priya.look(first);
    await priya.look(first);
    await adam.look(second);
    await adam.look(null);
    for (const { client } of [priya, adam]) {
      expect(await client.next()).toEqual(seen(first, priya.who));
      expect(await client.next()).toEqual(seen(second, adam.who));
      expect(await client.next()).toEqual(seen(second));
    }
    await priya.look(second);
    for (const { client } of [priya, adam]) {
      const both = [await client.next(), await client.next()];
      expect(both).toEqual(expect.arrayContaining([seen(first), seen(second, priya.who)]));
    }
    await expectNothingCame(priya.client, adam.client);
    for (const { client } of [priya, adam]) client.close();
  },
);

test("a presence frame is written as the contract writes it, without an id", async () => {
  const streams = [await screenOf(desk.engineer, openSocket), await screenOf(desk.engineer, openSse)];
  await streams[0]?.look(first);
  for (const { client } of streams) await client.next();
  const data = `{"handoff_id":"${first}","viewers":[{"id":"${desk.engineer.id}","name":"Priya"}]}`;
  expect(streams.map(({ client }) => client.raw.at(-1))).toEqual([
    `{"event":"presence","data":${data}}`,
    `event: presence\ndata: ${data}`,
  ]);
  for (const { client } of streams) client.close();
});

test("a person with two tabs on a card is one viewer, and gone only with the second", async () => {
  const adam = await screenOf(await desk.account.member("admin", "Adam"), openSse);
  const other = await secondLogin(desk.account, desk.engineer);
  const tabs = [await screenOf(desk.engineer), await screenOf(desk.engineer, openSse, other.token)];
  for (const tab of tabs) await tab.look(first);
  await adam.look(first);
  expect(await adam.client.next()).toEqual(seen(first, ...[tabs[0]?.who]));
  expect(await adam.client.next()).toEqual(seen(first, ...[tabs[0]?.who, adam.who]));
  tabs[0]?.client.close();
  expect(await adam.client.next()).toEqual(seen(first, ...[tabs[0]?.who, adam.who]));
  tabs[1]?.client.close();
  expect(await adam.client.next()).toEqual(seen(first, adam.who));
  adam.client.close();
});

test.each(transports)("whoever closes their stream over %s looks at nothing any more", async (_, open) => {
  const priya = await screenOf(desk.engineer, open);
  const adam = await screenOf(await desk.account.member("admin", "Adam"));
  await priya.look(first);
  expect(await adam.client.next()).toEqual(seen(first, priya.who));
  priya.client.close();
  expect(await adam.client.next()).toEqual(seen(first));
  expect(await viewersOf(first)).toEqual([]);
  adam.client.close();
});

test("who looks is still known after the object's sleep, and so is who left", async () => {
  const priya = await screenOf(desk.engineer);
  const adam = await screenOf(await desk.account.member("admin", "Adam"), openSse);
  await priya.look(first);
  expect(await adam.client.next()).toEqual(seen(first, priya.who));
  await evictDurableObject(busOf(desk));
  expect(await viewersOf(first)).toEqual([priya.who]);
  await evictDurableObject(busOf(desk));
  priya.client.close();
  expect(await adam.client.next()).toEqual(seen(first));
  adam.client.close();
});

test("queue rows, lists and the detail show who is looking right now", async () => {
  const priya = await screenOf(desk.engineer);
  const { token } = desk.engineer;
  await priya.look(first);
  expect([await viewersOf(first), await viewersOf(second)]).toEqual([[priya.who], []]);
  const list = "/api/v1/handoffs";
  const { items } = await json<{ items: HandoffDetail[] }>(200, "GET", list, { token });
  expect(items.map(({ viewers }) => viewers)).toEqual([[], [priya.who]]);
  const rows = await desk.log();
  const { session_id } = rows.find(({ handoff_id }) => handoff_id === first) ?? {};
  const path = `/api/v1/ai-sessions/${session_id}/handoffs/${first}`;
  expect((await json<HandoffDetail>(200, "GET", path, { token })).viewers).toEqual([priya.who]);
  await priya.look(null);
  expect((await json<HandoffDetail>(200, "GET", path, { token })).viewers).toEqual([]);
  priya.client.close();
});

test("nobody can look on another person's stream, nor on one that is not open", async () => {
  const priya = await screenOf(desk.engineer);
  const adam = await desk.account.member("admin", "Adam");
  const theirs = await openSocket(desk.engineer);
  const { connection_id } = await theirs.ready();
  const { key } = await desk.account.apiKey(["read"]);
  const says = (token: string, connection: string) =>
    call("POST", PRESENCE, { token, body: { connection_id: connection, viewing: first } });
  expect((await says(adam.token, connection_id)).status).toBe(204);
  expect((await says(adam.token, newId())).status).toBe(204);
  expect((await says(key, connection_id)).ok).toBe(false);
  expect(await viewersOf(first)).toEqual([]);
  await expectNothingCame(priya.client, theirs);
  theirs.close();
  priya.client.close();
});

test("another account's card is unknown, and another account sees nobody", async () => {
  const foreign = await makeDesk();
  const stranger = await openSocket(foreign.engineer);
  const { connection_id } = await stranger.ready();
  const body = { connection_id, viewing: first };
  const given = { token: foreign.engineer.token, body };
  expect(await problemOf("POST", PRESENCE, given)).toMatchObject({
    status: 422,
    code: "validation_failed",
    errors: [{ pointer: "/viewing" }],
  });
  const priya = await screenOf(desk.engineer);
  await priya.look(first);
  expect(await viewersOf(first)).toEqual([priya.who]);
  await foreign.announce();
  expect(await stranger.events(1)).toEqual(await foreign.log());
  priya.client.close();
  stranger.close();
});
