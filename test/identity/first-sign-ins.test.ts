import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { openDb } from "../../src/db/client.ts";
import { inviteMember } from "../../src/domain/members/invite-member.ts";
import { newId } from "../../src/platform/new-id.ts";
import { json } from "../support/call.ts";
import { makeAccount } from "../support/factories.ts";
import { makeHelpDesk } from "../support/help-desk.ts";
import { meetingDatabase } from "../support/meeting-database.ts";
import { atGoogle } from "../support/open-id-people.ts";
import { ProviderRoom, keptOf } from "./provider-room.ts";
import { cookieIn } from "./sign-in-room.ts";

/** Signs the person in from two browsers that both come to this statement before either goes on. */
async function twiceAtOnce(person: ReturnType<typeof atGoogle>, statement: string): Promise<Response[]> {
  const DB = meetingDatabase(env.DB, statement, 2);
  const rooms = [1, 2].map(() => new ProviderRoom("google", undefined, { DB }));
  return Promise.all(rooms.map((room) => room.signIn({ person })));
}

it("two first sign-ins of somebody known at once store their identity once, and both are in", async () => {
  const { sam, account } = await makeHelpDesk();
  const answers = await twiceAtOnce(atGoogle(sam.email), 'insert into "identities"');
  for (const answer of answers) {
    const me = await json(200, "GET", "/api/v1/me", { headers: cookieIn(answer) });
    expect(me).toMatchObject({ user: { id: sam.id }, account: { id: account.id } });
  }
  expect((await keptOf(sam.email)).identities).toHaveLength(1);
});

it("two first sign-ins of somebody invited at once make one user, who is in the account both times", async () => {
  const account = await makeAccount("Inviting MSP");
  const email = `nora-${newId()}@test.example`;
  const owner = await account.member("owner", "Olivia");
  await inviteMember(account.as(owner, Date.now()), { email, role: "engineer" }, "sealed");
  const answers = await twiceAtOnce(atGoogle(email), 'insert into "users"');
  for (const answer of answers) {
    const me = await json(200, "GET", "/api/v1/me", { headers: cookieIn(answer) });
    expect(me).toMatchObject({ user: { email }, account: { id: account.id }, role: "engineer" });
  }
  const { users, identities, logins } = await keptOf(email);
  expect([users, identities, logins].map((rows) => rows?.length)).toEqual([1, 1, 2]);
});

it("an identity that two people claim at once is one person's, and the other is not let in by it", async () => {
  const { sam, priya } = await makeHelpDesk();
  const DB = meetingDatabase(env.DB, 'insert into "identities"', 2);
  const person = atGoogle(sam.email);
  const [his, hers] = await Promise.all(
    [sam, priya].map(({ email }) =>
      new ProviderRoom("google", undefined, { DB }).signIn({ person: { ...person, email } }),
    ),
  );
  const where = [his, hers].map((answer) => answer?.headers.get("location"));
  expect(where.toSorted()).toEqual(["/sign-in", "/sign-in?error=unavailable"]);
  const kept = await Promise.all([sam, priya].map(({ email }) => keptOf(email)));
  expect(kept.flatMap(({ identities }) => identities)).toHaveLength(1);
});

it("what was stored twice before is stored once afterwards: the first stays, and others' are not touched", async () => {
  const { sam, priya } = await makeHelpDesk();
  const db = openDb(env.DB);
  const migration = env.TEST_MIGRATIONS.find(({ name }) => name.endsWith("_know_each_identity_once.sql"));
  const store = (id: string, user: string, provider: string, named: string, at: number) =>
    db.all(sql`INSERT INTO identities (id, user_id, provider_id, provider_account_id, created_at, updated_at)
      VALUES (${id}, ${user}, ${provider}, ${named}, ${at}, ${at})`);
  const [named, first, second, other, elsewhere] = [newId(), newId(), newId(), newId(), newId()];
  await db.all(sql`DROP INDEX identities_by_provider`);
  await db.all(sql`CREATE INDEX identities_by_provider ON identities (provider_id, provider_account_id)`);
  await store(second, sam.id, "google", named, 2);
  await store(first, sam.id, "google", named, 1);
  await store(other, priya.id, "google", newId(), 3);
  await store(elsewhere, sam.id, "microsoft", named, 4);
  await env.DB.batch((migration?.queries ?? []).map((query) => env.DB.prepare(query)));
  const left = await db.all(
    sql`SELECT id FROM identities WHERE user_id IN (${sam.id}, ${priya.id}) ORDER BY created_at`,
  );
  expect(left).toEqual([first, other, elsewhere].map((id) => ({ id })));
  await expect(store(newId(), priya.id, "google", named, 5)).rejects.toThrow(/UNIQUE/);
});
