import { evictDurableObject } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import type { HandoffDetail } from "../../src/contract/handoff.ts";
import { json } from "../support/call.ts";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import { expectNothingCame, looker, viewersOf } from "../support/looker.ts";
import { secondLogin } from "../support/second-login.ts";
import { type Open, openSocket, openSse } from "../support/stream-client.ts";

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

const seen = (handoff_id: string, ...viewers: object[]) => ({
  event: "presence",
  id: null,
  data: { handoff_id, viewers },
});

test.each(transports)(
  "who looks at a card, at another and at none is told to everybody over %s",
  async (_, open) => {
    const priya = await looker(desk.engineer, open);
    const adam = await looker(await desk.account.member("admin", "Adam"), open);
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
    await expectNothingCame(desk, priya.client, adam.client);
    for (const { client } of [priya, adam]) client.close();
  },
);

test("a presence frame is written as the contract writes it, without an id", async () => {
  const streams = [await looker(desk.engineer, openSocket), await looker(desk.engineer, openSse)];
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
  const adam = await looker(await desk.account.member("admin", "Adam"), openSse);
  const other = await secondLogin(desk.account, desk.engineer);
  const tabs = [await looker(desk.engineer), await looker(desk.engineer, openSse, other.token)];
  const priya = { id: desk.engineer.id, name: "Priya" };
  for (const tab of tabs) await tab.look(first);
  await adam.look(first);
  expect(await adam.client.next()).toEqual(seen(first, priya));
  expect(await adam.client.next()).toEqual(seen(first, priya, adam.who));
  tabs[0]?.client.close();
  expect(await adam.client.next()).toEqual(seen(first, priya, adam.who));
  tabs[1]?.client.close();
  expect(await adam.client.next()).toEqual(seen(first, adam.who));
  adam.client.close();
});

test.each(transports)("whoever closes their stream over %s looks at nothing any more", async (_, open) => {
  const priya = await looker(desk.engineer, open);
  const adam = await looker(await desk.account.member("admin", "Adam"));
  await priya.look(first);
  expect(await adam.client.next()).toEqual(seen(first, priya.who));
  priya.client.close();
  expect(await adam.client.next()).toEqual(seen(first));
  expect(await viewersOf(desk, first)).toEqual([]);
  adam.client.close();
});

test("who looks is still known after the object's sleep, and so is who left", async () => {
  const priya = await looker(desk.engineer);
  const adam = await looker(await desk.account.member("admin", "Adam"), openSse);
  await priya.look(first);
  expect(await adam.client.next()).toEqual(seen(first, priya.who));
  await evictDurableObject(busOf(desk));
  expect(await viewersOf(desk, first)).toEqual([priya.who]);
  await evictDurableObject(busOf(desk));
  priya.client.close();
  expect(await adam.client.next()).toEqual(seen(first));
  adam.client.close();
});

test("queue rows, lists and the detail show who is looking right now", async () => {
  const priya = await looker(desk.engineer);
  const { token } = desk.engineer;
  await priya.look(first);
  expect([await viewersOf(desk, first), await viewersOf(desk, second)]).toEqual([[priya.who], []]);
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
