import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { runChores } from "../../src/scheduled/run-chores.ts";
import { ORIGIN, json } from "../support/call.ts";
import type { TestAccount } from "../support/factories.ts";
import { type MailRoom, makeMailRoom } from "../support/mail-room.ts";
import { settlePromises } from "../support/settle-promises.ts";
import { openSocket, openSse } from "../support/stream-client.ts";
import { until } from "../support/until.ts";
import { envWith, workerWith } from "../support/worker-with.ts";

beforeEach(settlePromises);

const away = () => Promise.reject(new Error("the object is away"));
const deadBus = {
  ACCOUNT_BUS: {
    idFromName: (name: string) => env.ACCOUNT_BUS.idFromName(name),
    get: () => ({ poke: away, endStreams: away }),
  },
};

interface Promised {
  id: string;
  subject_id: string;
  status: string;
  attempts: number;
  payload: string | null;
}

/** The account's promises to end streams. */
async function promisesOf({ id }: TestAccount): Promise<Promised[]> {
  const select = env.DB.prepare("SELECT * FROM outbox WHERE account_id = ? AND kind = 'end_streams'").bind(
    id,
  );
  return (await select.all<Promised>()).results;
}

async function onlyPromiseOf(account: TestAccount): Promise<Promised> {
  const [promised, ...others] = await promisesOf(account);
  if (!promised || others.length > 0) throw new Error(`${others.length + 1} promises instead of one`);
  return promised;
}

/** Calls a Worker that cannot reach the bus. */
async function withoutBus(method: string, path: string, token: string, body?: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const response = await workerWith(deadBus, new Request(`${ORIGIN}/api/v1${path}`, init));
  expect(response.status).toBeLessThan(300);
}

/** An engineer or a key that listens, and an owner who can end that. */
async function makeRoom() {
  const room = await makeMailRoom();
  const { account, engineer } = room.desk;
  return {
    room,
    account,
    engineer,
    owner: await account.member("owner"),
    key: await account.apiKey(["read"]),
  };
}
type Room = Awaited<ReturnType<typeof makeRoom>>;

async function runMinute(room: MailRoom): Promise<void> {
  room.clock.now = Date.now();
  await runChores(room.deps);
}

const change = (body: object) => (of: Room) =>
  withoutBus("PATCH", `/members/${of.engineer.member_id}`, of.owner.token, body);
const remove = ({ engineer, owner }: Room) =>
  withoutBus("DELETE", `/members/${engineer.member_id}`, owner.token);

const endings: [string, (of: Room) => Promise<void>, string, (of: Room) => string, number][] = [
  ["a deactivated person", change({ active: false }), "member", ({ engineer }) => engineer.id, 4403],
  ["somebody made a viewer", change({ role: "viewer" }), "member", ({ engineer }) => engineer.id, 4403],
  ["a removed person", remove, "member", ({ engineer }) => engineer.id, 4403],
  [
    "a login that was ended",
    ({ engineer }) => withoutBus("POST", "/auth/sign-out", engineer.token),
    "login",
    ({ engineer }) => engineer.login_id,
    4401,
  ],
  [
    "a revoked key",
    ({ key, owner }) => withoutBus("DELETE", `/api-keys/${key.id}`, owner.token),
    "api_key",
    ({ key }) => key.id,
    4401,
  ],
];

test.each(endings)(
  "the streams of %s end by the minute's chores if the bus could not be reached",
  async (_, end, kind, subjectOf, closed) => {
    const of = await makeRoom();
    const { room, account, engineer, owner, key } = of;
    const token = kind === "api_key" ? key.key : engineer.token;
    const [socket, sse] = [await openSocket({ token }), await openSse({ token })];
    const staying = await openSocket(owner);
    for (const client of [socket, sse, staying]) await client.ready();
    await end(of);
    const promised = await onlyPromiseOf(account);
    expect(promised).toMatchObject({ subject_id: subjectOf(of), status: "pending", attempts: 0 });
    expect(JSON.parse(promised.payload ?? "")).toEqual({ kind, at: expect.any(Number) });

    await runMinute(room);
    expect(await Promise.all([socket.ended, sse.ended])).toEqual([closed, 0]);
    expect(await promisesOf(account)).toMatchObject([{ status: "done", attempts: 1, payload: null }]);
    await room.desk.announce({ by: owner });
    expect(await staying.events(1)).toEqual(await room.desk.log());
    staying.close();
  },
);

test("a bus that is still away a minute later is told the minute after", async () => {
  const of = await makeRoom();
  const { room, account, engineer } = of;
  const client = await openSocket(engineer);
  await client.ready();
  await change({ active: false })(of);
  room.deps.env = envWith(deadBus);
  await runMinute(room);
  expect(await promisesOf(account)).toMatchObject([
    { status: "pending", attempts: 1, last_error: "the object is away", payload: expect.any(String) },
  ]);
  room.deps.env = envWith({});
  room.clock.now += 60_000;
  await runChores(room.deps);
  expect(await client.ended).toBe(4403);
  expect(await promisesOf(account)).toMatchObject([{ status: "done", attempts: 2, payload: null }]);
});

test("streams that were ended at once are left to no chore", async () => {
  const { account, engineer, owner } = await makeRoom();
  const client = await openSocket(engineer);
  await client.ready();
  const body = { active: false };
  await json(200, "PATCH", `/api/v1/members/${engineer.member_id}`, { token: owner.token, body });
  expect(await client.ended).toBe(4403);
  await until(async () => (await onlyPromiseOf(account)).status === "done");
  expect(await promisesOf(account)).toMatchObject([{ attempts: 0, payload: null }]);
});

test("whoever was let in again keeps the new stream, however late and often the old ones are ended", async () => {
  const of = await makeRoom();
  const { room, account, engineer, owner } = of;
  const before = await openSocket(engineer);
  await before.ready();
  await change({ active: false })(of);
  const promised = await onlyPromiseOf(account);
  const { at } = JSON.parse(promised.payload ?? "") as { at: number };
  await change({ active: true })(of);
  await until(() => Date.now() > at);
  const again = [await openSocket(engineer), await openSse(engineer)];
  for (const client of again) await client.ready();

  await runMinute(room);
  expect(await before.ended).toBe(4403);
  // As if the worker had been cut off before it could write that the promise is kept.
  await env.DB.prepare("UPDATE outbox SET status = 'pending', payload = ?, next_attempt_at = 0 WHERE id = ?")
    .bind(promised.payload, promised.id)
    .run();
  await runMinute(room);
  expect(await promisesOf(account)).toMatchObject([{ status: "done", attempts: 2 }]);
  await room.desk.announce({ by: owner });
  for (const client of again) {
    expect(await client.events(1)).toEqual(await room.desk.log());
    client.close();
  }
});

test("whoever may no longer listen does not wait for mails that are slow to go out", async () => {
  const of = await makeRoom();
  const { room, account, engineer, owner } = of;
  await room.desk.handOff({ by: owner, now: Date.now() });
  const client = await openSocket(engineer);
  await client.ready();
  await change({ active: false })(of);
  const mail = Promise.withResolvers<void>();
  room.postmark.behave = async (arrive) => {
    await mail.promise;
    return arrive();
  };
  const minute = runMinute(room);
  expect(await client.ended).toBe(4403);
  mail.resolve();
  await minute;
  expect(await promisesOf(account)).toMatchObject([{ status: "done" }]);
});

test.each([
  ["a change of role that keeps the right to listen", { role: "admin" }],
  ["a change of team", { team_id: null }],
])("%s promises no end", async (_, body) => {
  const of = await makeRoom();
  await change(body)(of);
  expect(await promisesOf(of.account)).toEqual([]);
});

test("whoever could not listen any more has nothing to lose", async () => {
  const of = await makeRoom();
  await change({ role: "viewer" })(of);
  await change({ active: false })(of);
  await remove(of);
  expect(await promisesOf(of.account)).toHaveLength(1);
});
