import { describe, expect, it } from "vitest";
import type { Provider } from "../../src/contract/sign-in-ways.ts";
import { inviteMember } from "../../src/domain/members/invite-member.ts";
import { newId } from "../../src/platform/new-id.ts";
import { json } from "../support/call.ts";
import { type TestAccount, makeAccount } from "../support/factories.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { NORTHWIND, atGoogle, atMicrosoft } from "../support/open-id-people.ts";
import { remove } from "../support/people.ts";
import { PERSONAL_ACCOUNTS, ProviderRoom, expectRefused, keptOf } from "./provider-room.ts";
import { cookieIn } from "./sign-in-room.ts";

const ME = "/api/v1/me";
const NOTHING = { users: [], identities: [], logins: [] };
const WAYS: [Provider, typeof atGoogle | typeof atMicrosoft][] = [
  ["google", atGoogle],
  ["microsoft", atMicrosoft],
];

async function invited(account: TestAccount): Promise<string> {
  const email = `nora-${newId()}@test.example`;
  const owner = await account.member("owner", "Olivia");
  await inviteMember(account.as(owner, Date.now()), { email, role: "engineer" }, "sealed");
  return email;
}

describe.each(WAYS)("signing in with %s", (provider, at) => {
  it("lets an invited person join, under the name they have there, and keeps no token", async () => {
    const account = await makeAccount("Inviting MSP");
    const email = await invited(account);
    const room = new ProviderRoom(provider);
    const person = at(email.toUpperCase());
    const answer = await room.signIn({ person }, "/sessions/1?tab=steps*(a)");
    expect([answer.status, answer.headers.get("location")]).toEqual([
      302,
      "/sign-in?next=%2Fsessions%2F1%3Ftab%3Dsteps%2A%28a%29",
    ]);
    const me = await json(200, "GET", ME, { headers: cookieIn(answer) });
    expect(me).toMatchObject({
      user: { email, name: person.name },
      account: { id: account.id },
      role: "engineer",
    });
    const named = provider === "google" ? person.sub : `${NORTHWIND}.${"oid" in person ? person.oid : ""}`;
    expect(await keptOf(email)).toEqual({
      users: [{ name: person.name, email_verified: 1, image: null }],
      identities: [
        {
          provider_id: provider,
          provider_account_id: named,
          access_token: null,
          refresh_token: null,
          id_token: null,
        },
      ],
      logins: [{ active_account_id: account.id }],
    });
    expect((await room.seen()).unexpected).toEqual([]);
  });

  it("recognises whom Baton knows by their address, and afterwards whatever their address is there", async () => {
    const { sam, account } = await makeHelpDesk();
    const room = new ProviderRoom(provider);
    const person = at(sam.email);
    for (const email of [sam.email, `renamed-${newId()}@test.example`]) {
      const answer = await room.signIn({ person: { ...person, email } });
      expect(answer.headers.get("location")).toBe("/sign-in");
      const me = { user: { id: sam.id, name: "Sam", email: sam.email }, account: { id: account.id } };
      expect(await json(200, "GET", ME, { headers: cookieIn(answer) })).toMatchObject(me);
      expect(await keptOf(email)).toMatchObject(email === sam.email ? { identities: [{}] } : NOTHING);
    }
    expect((await keptOf(sam.email)).identities).toHaveLength(1);
  });

  it("refuses somebody whom nobody has invited, and keeps nothing of them", async () => {
    const email = `stranger-${newId()}@test.example`;
    expectRefused(await new ProviderRoom(provider).signIn({ person: at(email) }), "not_invited");
    expect(await keptOf(email)).toEqual(NOTHING);
  });

  it("lets somebody who was removed see that they are in no account", async () => {
    const { account, sam } = await makeHelpDesk();
    await remove(account, sam);
    const answer = await new ProviderRoom(provider).signIn({ person: at(sam.email) });
    const refused = await json(403, "GET", ME, { headers: cookieIn(answer) });
    expect(refused).toMatchObject({ code: "no_account" });
  });

  it("takes a no for a no, and leads back to where the person was", async () => {
    const answer = await new ProviderRoom(provider).signIn({ person: null }, "/numbers");
    expect(answer.headers.get("location")).toBe("/sign-in?error=denied&next=%2Fnumbers");
    expect(answer.headers.getSetCookie().join()).not.toContain("session_token=");
  });

  it("signs in once for each time that the provider sends somebody back", async () => {
    const { sam } = await makeHelpDesk();
    const room = new ProviderRoom(provider);
    await room.tell({ person: at(sam.email) });
    const back = await room.ask(await room.go());
    cookieIn(await room.back(back));
    expectRefused(await room.back(back), "lost");
    expect(await keptOf(sam.email)).toMatchObject({ identities: [{}], logins: [{}, {}] });
  });

  it("is the same browser's affair: another's state, none, or one that is made up leads nowhere", async () => {
    const { sam } = await makeHelpDesk();
    const room = new ProviderRoom(provider);
    await room.tell({ person: at(sam.email) });
    const back = await room.ask(await room.go());
    expectRefused(await room.back(back, ""), "lost");
    const madeUp = new URL(back);
    madeUp.searchParams.set("state", "made-up");
    expectRefused(await room.back(madeUp), "lost");
    madeUp.searchParams.delete("state");
    expectRefused(await room.back(madeUp), "lost");
    expect((await keptOf(sam.email)).identities).toEqual([]);
  });

  it.each([
    ["another sign-in's nonce", { wrong: { nonce: "another" } }],
    ["no nonce", { wrong: { nonce: null } }],
    ["another audience", { wrong: { aud: "another-client" } }],
    ["another issuer", { wrong: { iss: "https://evil.example" } }],
    ["an end that is over", { wrong: { exp: 1_000_000_000 } }],
    ["a beginning long ago", { wrong: { iat: 1_000_000_000 } }],
    ["nobody's name", { wrong: { sub: "", oid: "" } }],
    ["a forged signature", { signature: "forged" as const }],
    ["no signature", { signature: "none" as const }],
  ])("believes no ID token with %s", async (_, fault) => {
    const { sam } = await makeHelpDesk();
    const answer = await new ProviderRoom(provider).signIn({ person: at(sam.email), ...fault });
    expectRefused(answer, "not_confirmed");
    expect(await keptOf(sam.email)).toMatchObject({ identities: [], logins: [{}] });
  });

  it.each([
    ["tokens", "500"],
    ["tokens", "garbage"],
    ["tokens", "no_token"],
    ["tokens", "hangs"],
    ["keys", "500"],
    ["keys", "garbage"],
  ] as const)("says so when the provider's %s answer is: %s; the next try works", async (what, trouble) => {
    const { sam } = await makeHelpDesk();
    const room = new ProviderRoom(provider);
    const person = at(sam.email);
    expectRefused(await room.signIn({ person, [what]: trouble }), "not_confirmed");
    expect(await keptOf(sam.email)).toMatchObject({ identities: [], logins: [{}] });
    cookieIn(await room.signIn({ person }));
  });
});

describe("an address that the provider does not stand for", () => {
  it.each([
    ["google", "is not confirmed there", (email: string) => atGoogle(email, { email_verified: false })],
    [
      "google",
      "is of a domain that is not Google's to speak for",
      (email: string) => atGoogle(email, { hd: undefined }),
    ],
    [
      "microsoft",
      "is only claimed by somebody's tenant",
      (email: string) => atMicrosoft(email, { xms_edov: undefined }),
    ],
    [
      "microsoft",
      "is claimed to be verified by nobody in particular",
      (email: string) => atMicrosoft(email, { xms_edov: false, email_verified: true }),
    ],
    [
      "microsoft",
      "is not the one that was verified",
      (email: string) =>
        atMicrosoft(email, { xms_edov: undefined, verified_primary_email: ["other@test.example"] }),
    ],
    ["google", "is missing", () => atGoogle("", { email: undefined })],
  ] as const)("opens nothing: with %s it %s", async (provider, _, at) => {
    const [{ sam }, account] = [await makeHelpDesk(), await makeAccount()];
    const email = await invited(account);
    for (const address of [sam.email, email]) {
      expectRefused(await new ProviderRoom(provider).signIn({ person: at(address) }), "not_verified");
    }
    expect(await keptOf(sam.email)).toMatchObject({ identities: [], logins: [{}] });
    expect(await keptOf(email)).toEqual(NOTHING);
  });
});

describe("Microsoft's tenants", () => {
  it("an address that Microsoft lists as verified counts", async () => {
    const { sam } = await makeHelpDesk();
    const person = atMicrosoft(sam.email, {
      xms_edov: undefined,
      verified_primary_email: [sam.email.toUpperCase()],
    });
    cookieIn(await new ProviderRoom("microsoft").signIn({ person }));
  });

  it("where one tenant is allowed, its own addresses count and others' people stay outside", async () => {
    const { sam } = await makeHelpDesk();
    const person = atMicrosoft(sam.email, { xms_edov: undefined });
    cookieIn(await new ProviderRoom("microsoft", NORTHWIND).signIn({ person }));
    const other = { ...atMicrosoft(sam.email), tid: newId() };
    expectRefused(await new ProviderRoom("microsoft", NORTHWIND).signIn({ person: other }), "not_confirmed");
  });

  it.each([
    ["organizations", "not_confirmed"],
    ["consumers", null],
    ["common", null],
  ])("a personal account where %s are allowed", async (tenant, error) => {
    const { sam } = await makeHelpDesk();
    const person = atMicrosoft(sam.email, { tid: PERSONAL_ACCOUNTS });
    const answer = await new ProviderRoom("microsoft", tenant).signIn({ person });
    if (error === null) cookieIn(answer);
    else expectRefused(answer, error);
  });

  it("the same object id in another tenant is another person", async () => {
    const { sam, priya } = await makeHelpDesk();
    const person = atMicrosoft(sam.email);
    const room = new ProviderRoom("microsoft");
    cookieIn(await room.signIn({ person }));
    const answer = await room.signIn({ person: { ...person, tid: newId(), email: priya.email } });
    const me = await json(200, "GET", ME, { headers: cookieIn(answer) });
    expect(me).toMatchObject({ user: { id: priya.id } });
  });
});
