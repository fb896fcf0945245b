import { env } from "cloudflare:workers";
import { runDurableObjectAlarm } from "cloudflare:test";
import { expect, test } from "vitest";
import type { Problem } from "../../src/contract/problem.ts";
import { json, problemOf } from "../support/call.ts";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import type { TestMember } from "../support/factories.ts";
import { looker } from "../support/looker.ts";
import { STREAM, openSocket, openSse, streamRequest } from "../support/stream-client.ts";
import { askBus, drop } from "../support/stream-header.ts";
import { until } from "../support/until.ts";
import { watchedDatabase } from "../support/watched-database.ts";
import { workerWith } from "../support/worker-with.ts";

const UPGRADE = { upgrade: "websocket" };

/** What ends a right: the call, made by the owner, and what a stream is then closed and refused with. */
interface Ending {
  by: (desk: Desk, owner: TestMember) => Promise<unknown>;
  closed: number;
  refused: [number, string];
}

const change =
  (body: object) =>
  (desk: Desk, { token }: TestMember) =>
    json(200, "PATCH", `/api/v1/members/${desk.engineer.member_id}`, { token, body });
const endings: [string, Ending][] = [
  ["made a viewer", { by: change({ role: "viewer" }), closed: 4403, refused: [403, "forbidden"] }],
  ["deactivated", { by: change({ active: false }), closed: 4403, refused: [403, "no_account"] }],
  [
    "removed",
    {
      by: (desk, { token }) => json(204, "DELETE", `/api/v1/members/${desk.engineer.member_id}`, { token }),
      closed: 4403,
      refused: [403, "no_account"],
    },
  ],
  [
    "signed out",
    {
      by: ({ engineer }) => json(204, "POST", "/api/v1/auth/sign-out", { token: engineer.token }),
      closed: 4401,
      refused: [401, "unauthenticated"],
    },
  ],
];

test.each(endings)(
  "whoever is %s loses their streams and gets no other; nobody else does",
  async (_, { by, closed, refused }) => {
    const desk = await makeDesk();
    const owner = await desk.account.member("owner");
    const { token } = desk.engineer;
    const ending = [await openSocket({ token }), await openSse({ token })];
    const staying = [await openSocket(owner), await openSse(owner)];
    for (const client of [...ending, ...staying]) await client.ready();
    await by(desk, owner);
    expect(await Promise.all(ending.map(({ ended }) => ended))).toEqual([closed, 0]);
    for (const headers of [{}, UPGRADE]) {
      const { status, code } = await problemOf("GET", STREAM, { token, headers });
      expect([status, code]).toEqual(refused);
    }
    await desk.announce();
    for (const client of staying) {
      expect(await client.events(1)).toEqual(await desk.log());
      client.close();
    }
  },
);

test("a change of role that keeps the right to listen keeps the streams", async () => {
  const desk = await makeDesk();
  const owner = await desk.account.member("owner");
  const client = await openSocket(desk.engineer);
  await client.ready();
  await change({ role: "admin" })(desk, owner);
  await desk.announce();
  expect(await client.events(1)).toEqual(await desk.log());
  client.close();
});

test("a revoked key loses its streams and gets no other; another key keeps its own", async () => {
  const desk = await makeDesk();
  const { token } = await desk.account.member("owner");
  const [revoked, other] = [await desk.account.apiKey(["read"]), await desk.account.apiKey(["read"])];
  const ending = [await openSocket({ token: revoked.key }), await openSse({ token: revoked.key })];
  const staying = await openSse({ token: other.key });
  for (const client of [...ending, staying]) await client.ready();
  await json(204, "DELETE", `/api/v1/api-keys/${revoked.id}`, { token });
  expect(await Promise.all(ending.map(({ ended }) => ended))).toEqual([4401, 0]);
  expect(await problemOf("GET", STREAM, { token: revoked.key })).toMatchObject({ status: 401 });
  await desk.announce();
  expect(await staying.events(1)).toEqual(await desk.log());
  staying.close();
});

test("whatever ends a right, its streams are gone before the object's second is over", async () => {
  const desk = await makeDesk();
  const owner = await desk.account.member("owner", "Olivia");
  const { key, id } = await desk.account.apiKey(["read"]);
  const ends: { token: string; end: () => Promise<unknown> }[] = [
    { token: key, end: () => json(204, "DELETE", `/api/v1/api-keys/${id}`, { token: owner.token }) },
  ];
  for (const [, { by }] of endings) {
    const engineer = await desk.account.member("engineer");
    ends.push({ token: engineer.token, end: () => by({ ...desk, engineer }, owner) });
  }
  const gone: number[] = [];
  const ended: Promise<unknown>[] = [];
  for (const { token } of ends) {
    for (const client of [await openSocket({ token }), await openSse({ token })]) {
      await client.ready();
      ended.push(client.ended.then((code) => gone.push(code)));
    }
  }
  const watching = await looker(owner);
  await Promise.all(ends.map(({ end }) => end()));

  // Of a card the object tells at most once a second: the second word comes a second after these calls or later.
  const card = (await desk.handOff()).handoff.id;
  await watching.look(card);
  await watching.look(null);
  for (let told = 0; told < 2; told++) expect((await watching.client.next()).event).toBe("presence");
  expect(gone).toHaveLength(2 * ends.length);
  watching.client.close();
  await Promise.all(ended);
});

test("a right that ended after a stream was let in and before it was opened refuses it", async () => {
  const desk = await makeDesk();
  const tag = `user:${desk.engineer.id}`;
  const asked_at = Date.now();
  const opened = await askBus(desk, { asked_at });
  expect(opened.status).toBe(101);
  await busOf(desk).endStreams(tag, 4403, "This person may no longer listen.");
  expect((await askBus(desk, { asked_at })).status).toBe(401);
  await runDurableObjectAlarm(busOf(desk));
  expect((await askBus(desk, { asked_at })).status).toBe(401);
  const others = await askBus(desk, { asked_at, tags: ["user:somebody"] });
  const later = await askBus(desk, { asked_at: Date.now() + 1 });
  expect([others.status, later.status]).toEqual([101, 101]);
  for (const response of [opened, others, later]) drop(response);
});

test("a late word of an end long ago takes nothing back of one that came since", async () => {
  const desk = await makeDesk();
  const end = [`user:${desk.engineer.id}`, 4403, "This person may no longer listen."] as const;
  const asked_at = Date.now();
  await busOf(desk).endStreams(...end);
  await busOf(desk).endStreams(...end, asked_at - 60_000);
  expect((await askBus(desk, { asked_at })).status).toBe(401);
});

test.each([
  ["an SSE stream", {}],
  ["a WebSocket", UPGRADE],
])("whoever signs out while %s is being opened gets none", async (_, headers) => {
  const desk = await makeDesk();
  const listening = await openSocket(desk.engineer);
  await listening.ready();
  // The sign-out comes between the read that recognises the caller and its answer.
  const DB = watchedDatabase(env.DB, async () => {
    await json(204, "POST", "/api/v1/auth/sign-out", { token: desk.engineer.token });
    expect(await listening.ended).toBe(4401);
    // The clock has moved on when the answer is there, as it would have.
    const then = Date.now();
    await until(() => Date.now() > then);
  });
  const response = await workerWith({ DB }, streamRequest(desk.engineer, headers));
  drop(response);
  expect(response.status).toBe(401);
  expect(await response.json<Problem>()).toMatchObject({ code: "unauthenticated" });
});
