import { describe, expect, it } from "vitest";
import { newId } from "../../src/platform/new-id.ts";
import { ORIGIN } from "../support/call.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { remove } from "../support/people.ts";
import { problemBody } from "../support/problem-body.ts";
import { GO } from "./provider-room.ts";
import { AUTH, SEND_CODE, SEND_LINK, SignInRoom, USE_CODE, promisedTo } from "./sign-in-room.ts";

describe("a sign-in", () => {
  it.each([
    ["no origin", {}],
    ["no origin, from a program that says how it fetches", { "sec-fetch-mode": "cors" }],
    ["no origin and a cookie of something else", { cookie: "theme=dark; other=1" }],
    ["both", { "sec-fetch-mode": "cors", cookie: "theme=dark" }],
    ["our own origin", { origin: ORIGIN, "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors" }],
    ["a cookie that is no login", { origin: ORIGIN, cookie: "__Secure-baton.session_token=x.y" }],
  ])("works with %s", async (_, headers: Record<string, string>) => {
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom();
    const asked = await room.fetch("POST", SEND_CODE, { email: sam.email, type: "sign-in" }, headers);
    expect([asked.status, await asked.json()]).toEqual([200, { success: true }]);
    const [mail] = await room.mailsTo(sam.email);
    const otp = mail?.subject.slice(0, 6);
    const signedIn = await room.fetch("POST", USE_CODE, { email: sam.email, otp }, headers);
    expect(signedIn.status).toBe(200);
    const linked = await room.fetch("POST", SEND_LINK, { email: sam.email }, headers);
    expect(linked.status).toBe(200);
  });

  it.each([
    ["a foreign origin", { origin: "https://evil.example" }],
    ["an opaque origin", { origin: "null" }],
    ["another site's page", { "sec-fetch-site": "cross-site" }],
  ])("is refused to %s, and nothing is mailed", async (_, headers: Record<string, string>) => {
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom();
    const code = await room.codeFor(sam.email);
    for (const [path, body] of [
      [SEND_CODE, { email: sam.email, type: "sign-in" }],
      [SEND_LINK, { email: sam.email }],
      [USE_CODE, { email: sam.email, otp: code }],
    ] as const) {
      const refused = await room.fetch("POST", path, body, headers);
      expect(refused.status).toBe(403);
      expect(await refused.json()).toEqual(
        problemBody("bad_origin", "This request comes from another site's page.", path),
      );
      expect(refused.headers.getSetCookie()).toEqual([]);
    }
    expect(await promisedTo(sam.email)).toBe(1);
    expect((await room.useCode(sam.email, code)).status).toBe(200);
  });

  it.each([
    ["POST", "/sign-up/email"],
    ["POST", "/sign-in/email"],
    ["GET", "/get-session"],
    ["GET", "/list-sessions"],
    ["POST", "/organization/create"],
    ["POST", "/organization/invite-member"],
    ["POST", "/email-otp/verify-email"],
    ["POST", "/update-user"],
    ["POST", "/link-social"],
    ["POST", "/unlink-account"],
    ["GET", "/list-accounts"],
    ["POST", "/get-access-token"],
    ["GET", "/callback/github"],
    ["GET", "/error"],
    ["GET", "/ok"],
    ["GET", "/reference"],
  ])("offers nothing else: %s %s is not there", async (method, path) => {
    const { olivia } = await makeHelpDesk();
    const room = new SignInRoom();
    const headers = { authorization: `Bearer ${olivia.token}` };
    const answer = await room.fetch(method, AUTH + path, method === "POST" ? {} : undefined, headers);
    expect(await answer.json()).toEqual(
      problemBody("not_found", "There is nothing at this address.", AUTH + path),
    );
  });
});

describe("whose login a browser holds", () => {
  const ask = async (token: string) => {
    const headers = token === "" ? {} : { authorization: `Bearer ${token}` };
    const answer = await new SignInRoom().fetch("GET", `${AUTH}/login`, undefined, headers);
    return [answer.status, await answer.json()];
  };

  it("is told: the person, their account and their role", async () => {
    const { account, sam } = await makeHelpDesk();
    const user = { id: sam.id, name: "Sam", email: sam.email };
    const login = { user, account: { id: account.id, name: "Test MSP" }, role: "engineer", team_id: null };
    expect(await ask(sam.token)).toEqual([200, login]);
  });

  it("is nobody's without a login, with one that does not exist, or with a key: all of it is answered", async () => {
    const { account } = await makeHelpDesk();
    const { key } = await account.apiKey(["read"]);
    for (const token of ["", "made-up", key]) expect(await ask(token)).toEqual([200, null]);
  });

  it("is also somebody's who is in no account, and they are told that", async () => {
    const { account, sam } = await makeHelpDesk();
    await remove(account, sam);
    const nowhere = { account: null, role: null, team_id: null };
    expect(await ask(sam.token)).toMatchObject([200, { user: { id: sam.id }, ...nowhere }]);
  });
});

describe("the ways to sign in", () => {
  const APP = { MICROSOFT_CLIENT_ID: "id", MICROSOFT_CLIENT_SECRET: "secret" };

  it.each([
    [{}, { providers: [], link: true, demo: true }],
    [{ DEMO_MODE: "off" }, { providers: [], link: true, demo: false }],
    [
      { DEMO_MODE: "off", PUBLIC_URL: "" },
      { providers: [], link: false, demo: false },
    ],
    [
      { ...APP, GOOGLE_CLIENT_ID: "id" },
      { providers: ["microsoft"], link: true, demo: true },
    ],
    [
      { ...APP, GOOGLE_CLIENT_ID: "id", GOOGLE_CLIENT_SECRET: "secret" },
      { providers: ["microsoft", "google"], link: true, demo: true },
    ],
  ])("of a Baton with %j are told to everybody", async (bindings, ways) => {
    const answer = await new SignInRoom(bindings).fetch("GET", `${AUTH}/ways`);
    expect([answer.status, await answer.json()]).toEqual([200, ways]);
  });

  it("a provider that is not configured, or not known, is refused at its field", async () => {
    const room = new SignInRoom({ ...APP, MICROSOFT_CLIENT_SECRET: "" });
    for (const provider of ["microsoft", "google", "github"]) {
      const answer = await room.fetch("POST", GO, { provider });
      expect([answer.status, await answer.json()]).toEqual([
        422,
        expect.objectContaining({ errors: [{ pointer: "/provider", detail: expect.any(String) }] }),
      ]);
    }
    const back = await room.fetch("GET", `${AUTH}/callback/google?code=x&state=y`);
    expect([back.status, back.headers.get("location")]).toEqual([302, "/sign-in?error=lost"]);
  });

  it("nothing of better-auth's own reaches a provider's sign-in: no scopes, no ID token from elsewhere", async () => {
    const room = new SignInRoom(APP);
    for (const more of [
      { scopes: ["Mail.Read"] },
      { idToken: { token: "a.b.c" } },
      { requestSignUp: true },
    ]) {
      const answer = await room.fetch("POST", GO, { provider: "microsoft", ...more });
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([422, []]);
    }
    const foreign = { origin: "https://evil.example" };
    expect((await room.fetch("POST", GO, { provider: "microsoft" }, foreign)).status).toBe(403);
  });
});

describe("without PUBLIC_URL and outside the demo", () => {
  it("links are refused, as the request's host may be forged; codes go out", async () => {
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom({ PUBLIC_URL: "", DEMO_MODE: "off" });
    const link = await room.fetch("POST", SEND_LINK, { email: sam.email });
    expect(link.status).toBe(503);
    const detail = "Links need PUBLIC_URL to be configured. Ask for a code instead.";
    expect(await link.json()).toEqual(problemBody("unavailable", detail, SEND_LINK));
    expect([room.queued, await promisedTo(sam.email)]).toEqual([[], 0]);
    expect(await room.codeFor(sam.email)).toMatch(/^\d{6}$/);
  });

  it("an invalid address is refused at its field", async () => {
    const room = new SignInRoom();
    const answer = await room.fetch("POST", SEND_CODE, {
      email: `not-an-address-${newId()}`,
      type: "sign-in",
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: "/email" }] });
  });
});
