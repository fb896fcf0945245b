import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PSA_KINDS } from "../../src/contract/psa.ts";
import type { NewPsaConnection, PsaConnection, PsaTest } from "../../src/contract/psa-connection.ts";
import { credentialsVault } from "../../src/queue/credentials-vault.ts";
import { TEST_PATIENCE_MS, testConnection } from "../../src/queue/test-connection.ts";
import { newId } from "../../src/platform/new-id.ts";
import { ORIGIN, call, json, problemOf } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { connect, makePsaDesk } from "../support/psa-desk.ts";
import { makePsa } from "../support/psa-room.ts";
import { everythingOf } from "../support/rows.ts";
import { workerWith } from "../support/worker-with.ts";

const path = "/api/v1/psa/connections";

describe("a PSA connection", () => {
  it.each(PSA_KINDS)(
    "to %s is made, listed, changed and let go, and nobody ever sees its credentials",
    async (kind) => {
      const { account, adam } = await makeHelpDesk();
      const { token } = adam;
      const { connection: body } = makePsa(kind);
      const headers = { "idempotency-key": newId() };
      const made = await json<PsaConnection>(201, "POST", path, { token, body, headers });
      const { name, settings } = body;
      const times = { created_at: expect.any(String), updated_at: expect.any(String) };
      expect(made).toEqual({
        id: made.id,
        kind,
        name,
        settings,
        broken_since: null,
        last_error: null,
        ...times,
      });
      const again = await json<PsaConnection>(201, "POST", path, { token, body, headers });
      expect(again).toEqual(made);
      expect(await json(200, "GET", path, { token })).toEqual({ items: [made], next_cursor: null });
      const renamed = await json<PsaConnection>(200, "PATCH", `${path}/${made.id}`, {
        token,
        body: { name: "Ours" },
      });
      expect(renamed).toMatchObject({ name: "Ours", settings });

      const stored = JSON.stringify(await everythingOf(account));
      for (const secret of Object.values(body.credentials)) expect(stored.includes(secret)).toBe(false);
      const [row] = await account.db.all<{ credentials: string }>(
        sql`SELECT credentials FROM psa_connections WHERE id = ${made.id}`,
      );
      expect(JSON.parse(await credentialsVault(env).open(row?.credentials ?? ""))).toEqual(body.credentials);

      expect((await call("DELETE", `${path}/${made.id}`, { token })).status).toBe(204);
      expect(await json(200, "GET", path, { token })).toEqual({ items: [], next_cursor: null });
      expect(await problemOf("DELETE", `${path}/${made.id}`, { token })).toMatchObject({ code: "not_found" });
    },
  );

  it("is known by its name, and by nothing else, to everybody who works sessions", async () => {
    const desk = await makeHelpDesk();
    const { id, kind, name } = await connect(desk, makePsa("halopsa"));
    for (const { token } of [desk.sam, desk.adam]) {
      const answer = await json(200, "GET", "/api/v1/psa/choices", { token });
      expect(answer).toEqual({ items: [{ id, kind, name }], next_cursor: null });
    }
    const other = await makeHelpDesk();
    const answer = await json(200, "GET", "/api/v1/psa/choices", { token: other.sam.token });
    expect(answer).toEqual({ items: [], next_cursor: null });
  });

  const WRONG: [string, (body: NewPsaConnection) => object, string[]][] = [
    ["an unknown kind", (body) => ({ ...body, kind: "jira" }), ["/kind"]],
    [
      "fields of another kind",
      (body) => ({ ...body, settings: { url: "https://x.example" } }),
      ["/settings/site", "/settings/company_id", "/settings/url"],
    ],
    [
      "credentials that lack one",
      ({ credentials: _, ...body }) => ({ ...body, credentials: { public_key: "a", private_key: "b" } }),
      ["/credentials/client_id"],
    ],
    [
      "somebody else's host",
      (body) => ({ ...body, settings: { ...body.settings, site: "myconnectwise.net.evil.example" } }),
      ["/settings/site"],
    ],
    [
      "plain HTTP",
      (body) => ({ ...body, settings: { ...body.settings, site: "http://na.myconnectwise.net" } }),
      ["/settings/site"],
    ],
    [
      "an API elsewhere",
      (body) => ({ ...body, settings: { ...body.settings, api_host: "https://evil.example" } }),
      ["/settings/api_host"],
    ],
  ];
  it.each(WRONG)("is refused for %s, field by field", async (_, wrong, pointers) => {
    const { account, adam } = await makeHelpDesk();
    const before = await everythingOf(account);
    const problem = await problemOf("POST", path, {
      token: adam.token,
      body: wrong(makePsa("connectwise").connection),
    });
    expect(problem).toMatchObject({ status: 422, code: "validation_failed" });
    expect(problem.errors?.map(({ pointer }) => pointer).toSorted()).toEqual(pointers.toSorted());
    expect(await everythingOf(account)).toEqual(before);
  });

  it.each([
    "http://127.0.0.1:8080/",
    "https://localhost/x",
    "https://10.0.0.7/x",
    "https://0x7f.1/x",
    "https://[::1]/x",
    "https://[::ffff:10.0.0.1]/",
    "https://169.254.169.254/latest",
    "https://nas.local/",
    "http://hooks.example.org/x",
    "https://user:pass@hooks.example.org/x",
  ])("to %s is refused outside demo mode", async (url) => {
    const { adam } = await makeHelpDesk();
    const { connection } = makePsa("webhook");
    const body = JSON.stringify({ ...connection, settings: { url } });
    const headers = { authorization: `Bearer ${adam.token}`, "content-type": "application/json" };
    const request = new Request(`${ORIGIN}${path}`, { method: "POST", headers, body });
    const response = await workerWith({ DEMO_MODE: "off" }, request);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: "/settings/url" }] });
  });

  it("to this machine is taken in demo mode", async () => {
    const { adam } = await makeHelpDesk();
    const body = { ...makePsa("webhook").connection, settings: { url: "http://127.0.0.1:9/x" } };
    expect(await json(201, "POST", path, { token: adam.token, body })).toMatchObject({ kind: "webhook" });
  });

  it("keeps its kind: settings and credentials are changed by the rules of it", async () => {
    const desk = await makeHelpDesk();
    const { id } = await connect(desk, makePsa("halopsa"));
    const { token } = desk.adam;
    const change = (body: object) => problemOf("PATCH", `${path}/${id}`, { token, body });
    expect(await change({ settings: { site: "na.myconnectwise.net" } })).toMatchObject({
      code: "validation_failed",
      errors: expect.arrayContaining([expect.objectContaining({ pointer: "/settings/host" })]),
    });
    expect(await change({ credentials: { client_id: "x" } })).toMatchObject({
      errors: [expect.objectContaining({ pointer: "/credentials/client_secret" })],
    });
    expect(await change({ kind: "webhook" })).toMatchObject({
      errors: [expect.objectContaining({ pointer: "/kind" })],
    });
  });
});

describe("testing a connection", () => {
  const test = (token: string, id: string) => json(200, "POST", `${path}/${id}/test`, { token });

  it("says that it works, and then whatever waited goes", async () => {
    const desk = await makePsaDesk();
    const { token } = desk.adam;
    await desk.account.db.all(sql`UPDATE psa_connections SET broken_since = 1, last_error = 'x',
      busy_until = 9000000000000000 WHERE id = ${desk.connection.id}`);
    expect(await test(token, desk.connection.id)).toEqual({
      ok: true,
      detail: expect.stringMatching(/^ConnectWise lets co-\w+ read its tickets\.$/),
    });
    expect(await desk.connectionRow()).toMatchObject({
      broken_since: null,
      last_error: null,
      busy_until: null,
    });
  });

  it("says what is wrong in the PSA's own words, and it is shown with the connection until it works", async () => {
    const desk = await makePsaDesk("halopsa");
    const { token } = desk.adam;
    const credentials = { client_id: "halo-client", client_secret: "mistyped-secret" };
    await json(200, "PATCH", `${path}/${desk.connection.id}`, { token, body: { credentials } });
    const detail = "400: The client secret is wrong.; invalid_client";
    expect(await test(token, desk.connection.id)).toEqual({ ok: false, detail });
    const list = await json<{ items: PsaConnection[] }>(200, "GET", path, { token });
    expect(list.items).toMatchObject([{ last_error: detail, broken_since: expect.any(String) }]);
    const right = { credentials: { client_id: "halo-client", client_secret: "halo-secret" } };
    expect(await json(200, "PATCH", `${path}/${desk.connection.id}`, { token, body: right })).toMatchObject({
      last_error: null,
      broken_since: null,
    });
    expect(await test(token, desk.connection.id)).toMatchObject({ ok: true });
  });
});

describe("a test of a connection", () => {
  /** The last of the calls that a test makes, as scripts name it. */
  const LAST = { connectwise: "ticket", halopsa: "ticket", autotask: "ticket", webhook: "note" } as const;

  it.each(PSA_KINDS)(
    "to %s is given up in time, in clear words, though each call alone may take longer",
    async (kind) => {
      const desk = await makePsaDesk(kind);
      await desk.psa.script({ on: LAST[kind], answer: "hangs" });
      const calls: string[] = [];
      const fetch = (url: string, init: RequestInit) => {
        calls.push(url);
        return globalThis.fetch(url, init);
      };
      const ctx = desk.account.as(desk.adam, desk.clock.now);
      const { ok, detail } = await testConnection(ctx, env, desk.connection.id, { fetch, patience: 1_200 });
      const host = new URL(calls.at(-1) ?? "").host;
      const words = `${host} did not answer in time. A test waits 1.2 s for all of its answers.`;
      expect([ok, detail]).toEqual([false, words]);
      expect(await desk.connectionRow()).toMatchObject({ last_error: words, broken_since: desk.clock.now });
      expect(TEST_PATIENCE_MS).toBeLessThanOrEqual(8_000);
    },
  );

  it.each(PSA_KINDS)("to %s follows no redirect, and no stranger sees its credentials", async (kind) => {
    const desk = await makePsaDesk(kind);
    for (const on of ["directory", "token", LAST[kind]] as const) {
      await desk.psa.script({ on, answer: "redirect" });
      const { ok, detail } = await json<PsaTest>(200, "POST", `${path}/${desk.connection.id}/test`, {
        token: desk.adam.token,
      });
      const { strangers, script } = await desk.psa.read();
      expect(strangers).toEqual([]);
      // What a kind has no call for is not asked.
      if (script.length === 0)
        expect([ok, detail]).toEqual([
          false,
          expect.stringMatching(/^307: a redirect, which is not followed/),
        ]);
    }
  });
});

it("a session may name only a connection of its own account", async () => {
  const [ours, theirs] = [await makePsaDesk(), await makePsaDesk()];
  const { token } = ours.sam;
  const body = { psa_connection_id: theirs.connection.id };
  const errors = [{ pointer: "/psa_connection_id", detail: "There is no such PSA connection." }];
  expect(await problemOf("POST", "/api/v1/ai-sessions", { token, body })).toMatchObject({ errors });
  const own = { psa_connection_id: ours.connection.id };
  const session = await json<{ id: string }>(201, "POST", "/api/v1/ai-sessions", { token, body: own });
  expect(await problemOf("PATCH", `/api/v1/ai-sessions/${session.id}`, { token, body })).toMatchObject({
    errors,
  });
});
