import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { serializeSigned } from "hono/utils/cookie";
import { expect, test } from "vitest";
import { loginCookieName } from "../../src/identity/login-cookie.ts";
import { ORIGIN, call, problemOf } from "../support/call.ts";
import { type Desk, busOf, makeDesk } from "../support/desk.ts";
import { secondLogin } from "../support/second-login.ts";
import { workerWith } from "../support/worker-with.ts";
import { STREAM, openSocket, openSse, streamRequest } from "../support/stream-client.ts";

const UPGRADE = { upgrade: "websocket" };
const ways: [string, Record<string, string>][] = [
  ["over HTTP", { accept: "text/event-stream" }],
  ["to an upgrade, still over HTTP", UPGRADE],
];
const streamsOf = (desk: Desk) => runInDurableObject(busOf(desk), (_, state) => state.getWebSockets().length);

test.each(ways)("nobody without a login gets a stream, told %s", async (_, headers) => {
  expect(await problemOf("GET", STREAM, { headers })).toMatchObject({ status: 401, code: "unauthenticated" });
});

test.each(ways)("a viewer gets no stream, told %s", async (_, headers) => {
  const desk = await makeDesk();
  const { token } = await desk.account.member("viewer");
  expect(await problemOf("GET", STREAM, { token, headers })).toMatchObject({
    status: 403,
    code: "forbidden",
  });
});

test.each(ways)("an inactive or deleted member gets no stream, told %s", async (_, headers) => {
  const desk = await makeDesk();
  for (const ended of ["active = 0", "deleted_at = 1"]) {
    const { id, token } = await desk.account.member("engineer");
    await env.DB.prepare(`UPDATE members SET ${ended} WHERE user_id = ?`).bind(id).run();
    expect(await problemOf("GET", STREAM, { token, headers })).toMatchObject({
      status: 403,
      code: "no_account",
    });
  }
});

test("a key needs the scope to read", async () => {
  const desk = await makeDesk();
  const { key: token } = await desk.account.apiKey(["escalate"]);
  expect(await problemOf("GET", STREAM, { token })).toMatchObject({ status: 403, code: "forbidden" });
  const reading = await desk.account.apiKey(["read"]);
  const client = await openSocket({ token: reading.key });
  await client.ready();
  await desk.announce();
  expect(await client.events(1)).toEqual(await desk.log());
  client.close();
});

test("whoever cannot read a stream of events is told so, and no stream is opened", async () => {
  const desk = await makeDesk();
  const given = { token: desk.engineer.token, headers: { accept: "application/json" } };
  expect(await problemOf("GET", STREAM, given)).toMatchObject({ status: 406, code: "not_acceptable" });
  const head = await call("HEAD", STREAM, { token: desk.engineer.token });
  expect([head.status, head.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  expect(await streamsOf(desk)).toBe(0);
});

test("with a cookie only our own pages may upgrade", async () => {
  const desk = await makeDesk();
  const name = loginCookieName(ORIGIN);
  const cookie =
    (await serializeSigned(name, desk.engineer.token, env.BETTER_AUTH_SECRET, { secure: true })).split(
      ";",
    )[0] ?? "";
  for (const foreign of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
    const headers = { cookie, ...UPGRADE, ...foreign };
    expect(await problemOf("GET", STREAM, { headers })).toMatchObject({ status: 403, code: "bad_origin" });
  }
  expect(await streamsOf(desk)).toBe(0);
  const own = await call("GET", STREAM, { headers: { cookie, ...UPGRADE, origin: ORIGIN } });
  expect(own.status).toBe(101);
  own.webSocket?.accept();
  own.webSocket?.close();
  const bearer = streamRequest(desk.engineer, { ...UPGRADE, origin: "https://evil.example" });
  const free = await exports.default.fetch(bearer);
  expect(free.status).toBe(101);
  free.webSocket?.accept();
  free.webSocket?.close();
});

test("signing out ends the streams of that login, and no others", async () => {
  const desk = await makeDesk();
  const colleague = await desk.account.member("engineer");
  const other = await secondLogin(desk.account, desk.engineer);
  const ending = [await openSocket(desk.engineer), await openSse(desk.engineer)];
  const staying = [await openSocket(other), await openSse(other), await openSse(colleague)];
  for (const client of [...ending, ...staying]) await client.ready();

  const answer = await call("POST", "/api/v1/auth/sign-out", { token: desk.engineer.token });
  expect(answer.status).toBe(204);
  expect(await Promise.all(ending.map(({ ended }) => ended))).toEqual([4401, 0]);
  expect((await problemOf("GET", STREAM, { token: desk.engineer.token })).status).toBe(401);
  await desk.announce();
  for (const client of staying) {
    expect(await client.events(1)).toEqual(await desk.log());
    client.close();
  }
});

test("a bus that cannot be reached is a 503 to come back after, not an internal error", async () => {
  const desk = await makeDesk();
  const dead = {
    idFromName: env.ACCOUNT_BUS.idFromName.bind(env.ACCOUNT_BUS),
    get: () => ({ fetch: fails }),
  };
  const response = await workerWith({ ACCOUNT_BUS: dead }, streamRequest(desk.engineer));
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await response.json()).toMatchObject({ code: "unavailable" });
});

const fails = () => Promise.reject(new Error("the object is not there"));
