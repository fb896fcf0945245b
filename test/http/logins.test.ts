import { describe, expect, it } from "vitest";
import { newId } from "../../src/platform/new-id.ts";
import { ORIGIN, call, json, problemOf } from "../support/call.ts";
import { cookieOf } from "../support/cookie.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { deactivate, expireLogin, revokeLogin } from "../support/people.ts";
import { problemBody } from "../support/problem-body.ts";
import { everythingOf } from "../support/rows.ts";

const ME = "/api/v1/me";
const SESSIONS = "/api/v1/ai-sessions";
const SIGN_IN = problemBody("unauthenticated", "Sign in, or send a valid token.", ME);

describe("a login", () => {
  it("says who it is, in which account and role", async () => {
    const { sam, account } = await makeHelpDesk();
    const team_id = await account.team("Network");
    const nora = await account.member("admin", "Nora", team_id);
    const about = { account: { id: account.id, name: account.name } };
    expect(await json(200, "GET", ME, { token: sam.token })).toEqual({
      ...about,
      user: { id: sam.id, name: "Sam", email: sam.email },
      role: "engineer",
      team_id: null,
    });
    expect(await json(200, "GET", ME, { token: nora.token })).toMatchObject({ role: "admin", team_id });
    const { key } = await account.apiKey(["read", "escalate"]);
    expect(await json(200, "GET", ME, { token: key })).toEqual({
      ...about,
      user: null,
      role: null,
      scopes: ["read", "escalate"],
    });
  });

  it.each([
    ["unknown", async () => newId()],
    ["a key that is unknown", async () => `baton_${newId()}`],
    [
      "expired",
      async () => {
        const { account, sam } = await makeHelpDesk();
        await expireLogin(account, sam);
        return sam.token;
      },
    ],
    [
      "revoked",
      async () => {
        const { account, sam } = await makeHelpDesk();
        await revokeLogin(account, sam);
        return sam.token;
      },
    ],
    ["a key that has expired", async () => (await (await makeHelpDesk()).account.apiKey(["read"], 1)).key],
  ])("that is %s is none", async (_, tokenOf) => {
    const token = await tokenOf();
    expect(await problemOf("GET", ME, { token })).toEqual(SIGN_IN);
    const response = await call("GET", ME, { token });
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
  });

  it.each(["Basic c2FtOnNhbQ==", "Bearer", "Bearer ", "Token x", "Bearer a b"])(
    "is not read from Authorization: %s, even beside a good cookie",
    async (authorization) => {
      const { sam } = await makeHelpDesk();
      const headers = { ...(await cookieOf(sam)), authorization };
      expect(await problemOf("GET", ME, { headers })).toEqual(SIGN_IN);
    },
  );

  it("travels in a cookie whose signature must hold", async () => {
    const { sam } = await makeHelpDesk();
    const headers = await cookieOf(sam);
    expect(await json(200, "GET", ME, { headers })).toMatchObject({ role: "engineer" });
    const forged = { cookie: headers.cookie.replace(/=[^.]+\./, `=${newId()}.`) };
    expect(await problemOf("GET", ME, { headers: forged })).toEqual(SIGN_IN);
    const unsigned = { cookie: headers.cookie.split(".").slice(0, -1).join(".") };
    expect(await problemOf("GET", ME, { headers: unsigned })).toEqual(SIGN_IN);
  });
});

describe("a request with a cookie", () => {
  const write = async (extra: Record<string, string>) => {
    const desk = await makeHelpDesk();
    const before = await everythingOf(desk.account);
    const response = await call("POST", SESSIONS, {
      body: {},
      headers: { ...(await cookieOf(desk.sam)), ...extra },
    });
    return { response, unchanged: async () => expect(await everythingOf(desk.account)).toEqual(before) };
  };

  it.each([
    ["our own origin", { origin: ORIGIN }],
    ["our own origin, whatever Sec-Fetch-Site says", { origin: ORIGIN, "sec-fetch-site": "cross-site" }],
    ["no origin", {}],
    ["no origin from the same site", { "sec-fetch-site": "same-site" }],
    ["no origin from a typed address", { "sec-fetch-site": "none" }],
  ])("may write with %s", async (_, headers) => {
    expect((await write(headers)).response.status).toBe(201);
  });

  it.each([
    ["another origin", { origin: "https://evil.example" }],
    ["another port", { origin: `${ORIGIN}:8443` }],
    ["plain http", { origin: ORIGIN.replace("https", "http") }],
    ["our own as a prefix", { origin: `${ORIGIN}.evil.example` }],
    ["an opaque origin", { origin: "null" }],
    ["no origin from another site", { "sec-fetch-site": "cross-site" }],
  ])("may not write with %s", async (_, headers) => {
    const { response, unchanged } = await write(headers);
    expect(await response.json()).toEqual(
      problemBody("bad_origin", "This request comes from another site's page.", SESSIONS),
    );
    await unchanged();
  });

  it("may read from anywhere, but not upgrade from another origin", async () => {
    const { sam } = await makeHelpDesk();
    const headers = { ...(await cookieOf(sam)), origin: "https://evil.example" };
    expect((await call("GET", ME, { headers })).status).toBe(200);
    const stream = "/api/v1/ai-sessions/escalations/stream";
    const upgrade = await problemOf("GET", stream, { headers: { ...headers, upgrade: "websocket" } });
    expect(upgrade.code).toBe("bad_origin");
  });

  it("is told that it is no member before it is told about its origin", async () => {
    const { account } = await makeHelpDesk();
    const gone = await account.member("engineer");
    await deactivate(account, gone);
    const headers = { ...(await cookieOf(gone)), origin: "https://evil.example" };
    expect((await problemOf("POST", SESSIONS, { body: {}, headers })).code).toBe("no_account");
  });
});

describe("a request with a bearer token", () => {
  it("may come from any origin: no browser sends it by itself", async () => {
    const { sam, account } = await makeHelpDesk();
    const { key } = await account.apiKey(["escalate"]);
    const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    for (const token of [sam.token, key]) {
      expect((await call("POST", SESSIONS, { token, body: {}, headers })).status).toBe(201);
    }
  });
});
