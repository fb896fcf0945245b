import { expect, test } from "vitest";
import type { Problem } from "../../src/contract/problem.ts";
import { alarmOf, openStreams, watchBus } from "../support/bus-sockets.ts";
import { call } from "../support/call.ts";
import { type Desk, makeDesk } from "../support/desk.ts";
import { secondLogin } from "../support/second-login.ts";
import { STREAM, openSocket, openSse, readSse, streamRequest } from "../support/stream-client.ts";
import { askBus } from "../support/stream-header.ts";
import { until } from "../support/until.ts";
import { workerWith } from "../support/worker-with.ts";

const UPGRADE = { upgrade: "websocket" };
const TOO_MANY = "Too many streams are open. Close one, or wait until one ends.";

async function expectFull(response: Response, detail = TOO_MANY): Promise<void> {
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "60"]);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem: Problem = await response.json();
  expect(problem).toEqual({
    type: "/problems/rate_limited",
    title: "Too many requests",
    status: 429,
    detail,
    instance: STREAM,
    code: "rate_limited",
    request_id: response.headers.get("x-request-id"),
  });
}

/** Opens an SSE stream with these bounds, of which some are the test's own. */
const openWith = (replaced: object, token: string) => workerWith(replaced, streamRequest({ token }));
const open = async (desk: Desk, count: number) => {
  const clients = await Promise.all(
    Array.from({ length: count }, (_, index) => (index % 2 ? openSse : openSocket)(desk.engineer)),
  );
  for (const client of clients) await client.ready();
  return clients;
};

test("a person has eight streams, over whatever transport and login; the ninth is a problem over HTTP", async () => {
  const desk = await makeDesk();
  const clients = await open(desk, 8);
  const { token } = await secondLogin(desk.account, desk.engineer);
  await expectFull(await call("GET", STREAM, { token }));
  await expectFull(await call("GET", STREAM, { token, headers: UPGRADE }));
  expect(await openStreams(desk)).toBe(8);

  const colleague = await openSocket(await desk.account.member("admin"));
  await desk.announce();
  for (const client of [...clients, colleague]) {
    await until(async () => (await client.next()).event === "handoff_created");
    client.close();
  }
});

test.each([
  ["an SSE stream", 1],
  ["a WebSocket", 0],
])("closing %s frees its place", async (_, which) => {
  const desk = await makeDesk();
  const clients = await open(desk, 8);
  clients[which]?.close();
  await until(async () => (await openStreams(desk)) === 7);
  const again = await openSse(desk.engineer);
  await again.ready();
  await expectFull(await call("GET", STREAM, { token: desk.engineer.token }));
  for (const client of [...clients, again]) client.close();
});

test("a stream that is ended for its slowness frees its place at once", async () => {
  const desk = await makeDesk();
  const silent = await openSocket({ token: desk.engineer.token, silent: true });
  await silent.ready();
  const clients = await open(desk, 7);
  await desk.tell(await desk.record(40));
  for (const client of clients) await client.events(40);
  await desk.tell(await desk.record(40));
  expect(await silent.ended).toBe(1013);
  const back = await openSocket({ token: desk.engineer.token, last: await desk.position(64) });
  await back.ready();
  for (const client of [...clients, back]) client.close();
});

test("each key has a bound of its own", async () => {
  const desk = await makeDesk();
  const [mine, other] = [await desk.account.apiKey(["read"]), await desk.account.apiKey(["read"])];
  const bounds = { STREAMS_PER_KEY: "2", STREAMS_PER_PERSON: "1" };
  const clients = [
    readSse(await openWith(bounds, mine.key)),
    readSse(await openWith(bounds, mine.key)),
    readSse(await openWith(bounds, other.key)),
    readSse(await openWith(bounds, desk.engineer.token)),
  ];
  await expectFull(await openWith(bounds, mine.key));
  await expectFull(await openWith(bounds, desk.engineer.token));
  for (const client of clients) client.close();
});

test("an account has a bound over all its people and keys; other accounts have theirs", async () => {
  const [desk, foreign] = [await makeDesk(), await makeDesk()];
  const bounds = { STREAMS_PER_ACCOUNT: "3" };
  const { key } = await desk.account.apiKey(["read"]);
  const colleague = await desk.account.member("owner");
  const clients = [];
  for (const token of [desk.engineer.token, key, colleague.token]) {
    clients.push(readSse(await openWith(bounds, token)));
  }
  const { token } = await desk.account.member("admin");
  await expectFull(await openWith(bounds, token));
  clients.push(readSse(await openWith(bounds, foreign.engineer.token)));
  for (const client of clients) client.close();
});

test("honest clients that all come back again and again pass; a storm of opens does not", async () => {
  const desk = await makeDesk();
  for (let round = 0; round < 6; round++) {
    for (const client of await open(desk, 8)) client.close();
    await until(async () => (await openStreams(desk)) === 0);
  }
  const opens = Array.from({ length: 300 }, () => openWith({}, desk.engineer.token));
  const answers = await Promise.all(opens);
  const refusals = answers.map(async (answer): Promise<string> => {
    if (answer.status !== 200) return ((await answer.json()) as Problem).detail;
    readSse(answer).close();
    return "opened";
  });
  const outcomes = Map.groupBy(await Promise.all(refusals), (outcome) => outcome);
  expect(outcomes.get("opened")).toHaveLength(8);
  expect(outcomes.get("Streams are opened too often. Wait a moment.")?.length).toBeGreaterThan(0);
  const colleague = await openSse(await desk.account.member("admin"));
  await colleague.ready();
  colleague.close();
});

test("an open that is one too many in a minute costs nothing: no read, no alarm, no stream", async () => {
  const desk = await makeDesk();
  await desk.record(3);
  const trips = await watchBus(desk);
  const position = await desk.position(1);
  const limits = { tag: "user:eager", per_tag: 8, per_account: 5_000, opens_per_minute: 0 };
  for (let ask = 0; ask < 2; ask++) {
    const refused = await askBus(desk, { resume: position, limits });
    expect([refused.status, await refused.text()]).toEqual([429, "too_often"]);
    await desk.record(1);
  }
  expect(trips).toEqual([]);
  expect(await alarmOf(desk)).toBeNull();
  expect(await openStreams(desk)).toBe(0);
});
