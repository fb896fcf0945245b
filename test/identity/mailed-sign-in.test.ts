import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { signInPath } from "../../src/contract/sign-in-path.ts";
import { inviteMember } from "../../src/domain/members/invite-member.ts";
import { newId } from "../../src/platform/new-id.ts";
import { ORIGIN, json } from "../support/call.ts";
import { makeAccount } from "../support/factories.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { problemBody } from "../support/problem-body.ts";
import { SEND_LINK, SignInRoom, USE_CODE, USE_LINK, cookieIn, promisedTo } from "./sign-in-room.ts";

const ME = "/api/v1/me";

describe("a mailed code", () => {
  it("signs in once, with a token for programs and a cookie for browsers", async () => {
    const { sam, account } = await makeHelpDesk();
    const room = new SignInRoom();
    const code = await room.codeFor(sam.email);
    const answer = await room.useCode(sam.email.toUpperCase(), code);
    expect(answer.status).toBe(200);
    const { token } = await answer.clone().json<{ token: string }>();
    const me = { user: { id: sam.id, name: "Sam", email: sam.email }, account: { id: account.id } };
    expect(await json(200, "GET", ME, { token })).toMatchObject(me);
    expect(await json(200, "GET", ME, { headers: cookieIn(answer) })).toMatchObject(me);

    const again = await room.useCode(sam.email, code);
    expect(again.status).toBe(422);
    expect(await again.json()).toMatchObject({ code: "validation_failed", errors: [{ pointer: "/otp" }] });
  });

  it("that is wrong is refused at its field", async () => {
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom();
    const code = await room.codeFor(sam.email);
    const wrong = await room.useCode(sam.email, code === "000000" ? "000001" : "000000");
    expect(wrong.status).toBe(422);
    const detail = expect.any(String);
    expect(await wrong.json()).toEqual({
      ...problemBody("validation_failed", "", USE_CODE, { errors: [{ pointer: "/otp", detail }] }),
      detail,
    });
    expect((await room.useCode(sam.email, code)).status).toBe(200);
  });

  it("is of no use after too many wrong ones, and the caller is told to wait", async () => {
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom();
    const code = await room.codeFor(sam.email);
    const wrong = code === "000000" ? "000001" : "000000";
    const statuses: number[] = [];
    let last = await room.useCode(sam.email, wrong);
    for (; last.status === 422 && statuses.length < 10; last = await room.useCode(sam.email, wrong)) {
      statuses.push(last.status);
    }
    expect(statuses.length).toBe(3);
    expect(last.headers.get("retry-after")).toBe("60");
    expect(await last.json()).toEqual(
      problemBody("rate_limited", "Too many attempts. Ask for a new code, or wait a minute.", USE_CODE),
    );
    expect((await room.useCode(sam.email, code)).status).toBe(422);
  });
});

describe("a mailed link", () => {
  it("leads to the sign-in page, and what it carries signs in once", async () => {
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom();
    const asked = await room.fetch("POST", SEND_LINK, { email: sam.email });
    expect([asked.status, await asked.json()]).toEqual([200, { status: true }]);
    const [mail, ...more] = await room.mailsTo(sam.email);
    expect(more).toEqual([]);
    const link = new URL(/https:\S+/.exec(mail?.text ?? "")?.[0] ?? "");
    expect([link.origin, link.pathname, [...link.searchParams.keys()]]).toEqual([
      ORIGIN,
      "/sign-in",
      ["token"],
    ]);
    const path = `${USE_LINK}?token=${encodeURIComponent(link.searchParams.get("token") ?? "")}`;
    const answer = await room.fetch("GET", path);
    expect(answer.status).toBe(200);
    const { token } = await answer.clone().json<{ token: string }>();
    expect(await json(200, "GET", ME, { token })).toMatchObject({ user: { id: sam.id } });
    expect(await json(200, "GET", ME, { headers: cookieIn(answer) })).toMatchObject({ user: { id: sam.id } });

    const again = await room.fetch("GET", path);
    expect(again.headers.getSetCookie().join()).not.toContain("session_token=");
    expect(await again.text()).not.toContain('"token"');

    const fromThePage = await room.fetch("GET", `${path}&callbackURL=/escalations&errorCallbackURL=/sign-in`);
    expect([fromThePage.status, fromThePage.headers.get("location")]).toEqual([
      302,
      "/sign-in?error=link_used",
    ]);
  });
});

describe("a mailed link that is to lead on", () => {
  const NEXT = "/sessions/1?tab=steps*(a)&q=50%25";

  it("carries where to, signs in and goes on from there, also when it was used before", async () => {
    const { sam } = await makeHelpDesk();
    const room = new SignInRoom();
    await room.fetch("POST", SEND_LINK, { email: sam.email, next: NEXT });
    const link = new URL(/https:\S+/.exec((await room.mailsTo(sam.email))[0]?.text ?? "")?.[0] ?? "");
    expect(link.searchParams.get("next")).toBe(NEXT);
    // As the page's form sends it.
    const back = encodeURIComponent(signInPath(NEXT));
    const token = link.searchParams.get("token") ?? "";
    const path = `${USE_LINK}?${new URLSearchParams({ token, callbackURL: back, errorCallbackURL: back })}`;
    const first = await room.fetch("GET", path);
    expect(cookieIn(first)).toBeDefined();
    const second = await room.fetch("GET", path);
    const went = [first, second].map((answer) => new URL(answer.headers.get("location") ?? "", ORIGIN));
    expect(went.map(({ searchParams }) => [...searchParams])).toEqual([
      [["next", NEXT]],
      [
        ["error", "link_used"],
        ["next", NEXT],
      ],
    ]);
    expect(went.map(({ origin, pathname }) => origin + pathname)).toEqual(Array(2).fill(`${ORIGIN}/sign-in`));
  });

  it.each(["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
    "leads nowhere but into this Baton: %s is refused, and nothing is mailed",
    async (next) => {
      const { sam } = await makeHelpDesk();
      const room = new SignInRoom();
      const refused = await room.fetch("POST", SEND_LINK, { email: sam.email, next });
      const errors = [{ pointer: "/next", detail: "Not a path of this Baton." }];
      expect([refused.status, await refused.json()]).toMatchObject([422, { errors }]);
      expect(await promisedTo(sam.email)).toBe(0);
    },
  );
});

describe("an invitation that is taken back before its mail is used", () => {
  it("opens nothing any more: neither by the code nor by the link", async () => {
    const account = await makeAccount();
    const email = `nora-${newId()}@test.example`;
    const owner = await account.member("owner", "Olivia");
    const { id } = await inviteMember(account.as(owner, Date.now()), { email, role: "engineer" }, "sealed");
    const room = new SignInRoom();
    const code = await room.codeFor(email);
    await room.fetch("POST", SEND_LINK, { email });
    const link = new URL(/https:\S+/.exec((await room.mailsTo(email))[0]?.text ?? "")?.[0] ?? "");
    await account.db.all(sql`UPDATE invitations SET status = 'canceled' WHERE id = ${id}`);

    const byCode = await room.useCode(email, code);
    const detail = "Nobody has invited this address. Ask an admin of your team.";
    expect([byCode.status, await byCode.json()]).toEqual([403, problemBody("no_account", detail, USE_CODE)]);
    const query = `token=${encodeURIComponent(link.searchParams.get("token") ?? "")}&errorCallbackURL=/sign-in`;
    const byLink = await room.fetch("GET", `${USE_LINK}?${query}`);
    expect([byLink.status, byLink.headers.get("location")]).toEqual([302, "/sign-in?error=not_invited"]);
    expect(await account.db.all(sql`SELECT id FROM users WHERE email = ${email}`)).toEqual([]);
  });
});
