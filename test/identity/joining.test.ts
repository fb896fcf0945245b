import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { openDb } from "../../src/db/client.ts";
import { type FirstOwner, joinAccounts, mayJoin } from "../../src/domain/members/join-account.ts";
import { inviteMember } from "../../src/domain/members/invite-member.ts";
import { newId } from "../../src/platform/new-id.ts";
import { json } from "../support/call.ts";
import { NOON, type TestAccount, makeAccount } from "../support/factories.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { deactivate, remove } from "../support/people.ts";
import { SignInRoom } from "./sign-in-room.ts";

const NOBODY: FirstOwner = { email: "", account: "", region: null, jurisdiction: null };
const AT = { now: NOON, newId };

async function invite(account: TestAccount, email: string, rest: { team_id?: string; now?: number } = {}) {
  const { now = Date.now(), ...team } = rest;
  const owner = await account.member("owner", "Olivia");
  return inviteMember(account.as(owner, now), { email, role: "engineer", ...team }, "sealed");
}

describe("a stranger who was invited", () => {
  it("joins by signing in: with the invitation's role and team, and a name made of the address", async () => {
    const account = await makeAccount("Inviting MSP");
    const team_id = await account.team("Network");
    const email = `nora.van-der_berg.${newId()}@test.example`;
    const { id } = await invite(account, email, { team_id });
    const room = new SignInRoom();
    const answer = await room.useCode(email, await room.codeFor(email));
    const { token } = await answer.json<{ token: string }>();
    const me = await json<{ user: { name: string } }>(200, "GET", "/api/v1/me", { token });
    expect(me).toMatchObject({ user: { email }, account: { id: account.id }, role: "engineer", team_id });
    expect(me.user.name).toMatch(/^Nora Van Der Berg /);
    const [row] = await account.db.all(sql`SELECT status FROM invitations WHERE id = ${id}`);
    expect(row).toEqual({ status: "accepted" });
  });

  it("does not come in by one that was taken back or has run out", async () => {
    const account = await makeAccount();
    const [withdrawn, late] = [`w-${newId()}@test.example`, `l-${newId()}@test.example`];
    const { id } = await invite(account, withdrawn);
    await account.db.all(sql`UPDATE invitations SET status = 'canceled' WHERE id = ${id}`);
    await invite(account, late, { now: Date.now() - 8 * 86_400_000 });
    const room = new SignInRoom();
    for (const email of [withdrawn, late]) {
      await room.fetch("POST", "/api/v1/auth/email-otp/send-verification-otp", { email, type: "sign-in" });
      expect([room.queued, await room.mailsTo(email)]).toEqual([[], []]);
    }
  });
});

describe("somebody who is active elsewhere", () => {
  it("is not moved by another account's invitation, which stays open", async () => {
    const [{ account, sam }, other] = [await makeHelpDesk(), await makeAccount()];
    const { id } = await invite(other, sam.email);
    const room = new SignInRoom();
    const answer = await room.useCode(sam.email, await room.codeFor(sam.email));
    const { token } = await answer.json<{ token: string }>();
    expect(await json(200, "GET", "/api/v1/me", { token })).toMatchObject({ account: { id: account.id } });
    const [row] = await other.db.all(sql`SELECT status FROM invitations WHERE id = ${id}`);
    expect(row).toEqual({ status: "pending" });
    expect(
      await other.db.all(sql`SELECT id FROM members WHERE account_id = ${other.id} AND user_id = ${sam.id}`),
    ).toEqual([]);
  });

  it("goes where they are invited once they are deactivated or removed", async () => {
    for (const leave of [deactivate, remove]) {
      const [{ account, sam }, other] = [await makeHelpDesk(), await makeAccount()];
      await leave(account, sam);
      await invite(other, sam.email);
      expect(await joinAccounts(other.db, sam.id, NOBODY, { ...AT, now: Date.now() })).toBe(other.id);
    }
  });
});

/** An empty deployment: the tables of accounts and members under other names, so that the other tests keep theirs. */
async function emptyDeployment() {
  const suffix = newId().replaceAll("-", "");
  const rename = (text: string) => text.replaceAll(/\b(accounts|members)\b/g, `$1_${suffix}`);
  for (const table of ["accounts", "members"]) {
    await env.DB.prepare(`CREATE TABLE ${rename(table)} AS SELECT * FROM ${table} WHERE 0`).run();
  }
  const binding = new Proxy(env.DB, {
    get(target, name) {
      if (name === "prepare") return (text: string) => target.prepare(rename(text));
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const drop = async () => {
    for (const table of ["accounts", "members"]) await env.DB.prepare(`DROP TABLE ${rename(table)}`).run();
  };
  return { db: openDb(binding), drop };
}

describe("the address of OWNER_EMAIL", () => {
  const ownerOf = (email: string): FirstOwner => ({
    email: email.toUpperCase(),
    account: "First MSP",
    region: "weur",
    jurisdiction: null,
  });

  it("opens the first account of an empty deployment, once, and is its owner", async () => {
    const { account, sam, priya } = await makeHelpDesk();
    const { db, drop } = await emptyDeployment();
    expect(await joinAccounts(db, priya.id, ownerOf(sam.email), AT)).toBeNull();
    const id = await joinAccounts(db, sam.id, ownerOf(sam.email), AT);
    expect(await db.all(sql`SELECT id, name, region FROM accounts`)).toEqual([
      { id, name: "First MSP", region: "weur" },
    ]);
    const owned = sql`SELECT account_id, user_id, role FROM members`;
    expect(await db.all(owned)).toEqual([{ account_id: id, user_id: sam.id, role: "owner" }]);
    // An owner who was removed does not come back this way.
    await db.all(sql`DELETE FROM members`);
    expect(await joinAccounts(db, sam.id, ownerOf(sam.email), AT)).toBeNull();
    expect([await db.all(owned), (await db.all(sql`SELECT id FROM accounts`)).length]).toEqual([[], 1]);
    await drop();
    expect(account.id).not.toBe(id);
  });

  it("opens nothing where there are accounts already", async () => {
    const { account, sam } = await makeHelpDesk();
    await remove(account, sam);
    const before = await account.db.all(sql`SELECT id FROM accounts ORDER BY id`);
    expect(await mayJoin(account.db, sam.email, ownerOf(sam.email), NOON)).toBe(true);
    expect(await joinAccounts(account.db, sam.id, ownerOf(sam.email), AT)).toBeNull();
    expect(await account.db.all(sql`SELECT id FROM accounts ORDER BY id`)).toEqual(before);
    expect(await joinAccounts(account.db, newId(), ownerOf(sam.email), AT)).toBeNull();
  });

  it("is nobody's while it is not set", async () => {
    const { account } = await makeHelpDesk();
    expect(await mayJoin(account.db, "", NOBODY, NOON)).toBe(false);
  });
});
