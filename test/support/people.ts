import { sql } from "drizzle-orm";
import type { Actor } from "../../src/domain/actor.ts";
import type { DomainContext } from "../../src/domain/context.ts";
import type { Scope } from "../../src/contract/role.ts";
import { newId } from "../../src/platform/new-id.ts";
import { NOON, type TestAccount, type TestMember } from "./factories.ts";

/** The member may no longer work here, but is still listed. */
export async function deactivate({ db }: TestAccount, { member_id }: TestMember): Promise<void> {
  await db.all(sql`UPDATE members SET active = 0 WHERE id = ${member_id}`);
}

/** The member was removed from the account. */
export async function remove({ db }: TestAccount, { member_id }: TestMember): Promise<void> {
  await db.all(sql`UPDATE members SET deleted_at = ${NOON} WHERE id = ${member_id}`);
}

/** The person has a login but belongs to no account at all. */
export async function orphan({ db }: TestAccount, { member_id, login_id }: TestMember): Promise<void> {
  await db.batch([
    sql`UPDATE logins SET active_account_id = NULL WHERE id = ${login_id}`,
    sql`DELETE FROM members WHERE id = ${member_id}`,
  ]);
}

/** The login ran out. */
export async function expireLogin({ db }: TestAccount, { login_id }: TestMember): Promise<void> {
  await db.all(sql`UPDATE logins SET expires_at = 1 WHERE id = ${login_id}`);
}

/** The login was ended. */
export async function revokeLogin({ db }: TestAccount, { login_id }: TestMember): Promise<void> {
  await db.all(sql`DELETE FROM logins WHERE id = ${login_id}`);
}

/** A context in which an API key of the account acts. */
export async function asKey(account: TestAccount, scopes: Scope[] = ["escalate"]): Promise<DomainContext> {
  const { id } = await account.apiKey(scopes);
  const actor: Actor = { kind: "api_key", id, name: "Monitoring", scopes };
  return { ...account.as(await account.member("owner")), actor };
}

/** So many engineers at once, each with a login of their own. */
export async function manyEngineers(account: TestAccount, count: number): Promise<TestMember[]> {
  const people = Array.from({ length: count }, (_, index): TestMember => {
    const id = newId();
    const name = `Engineer ${index + 1}`;
    const token = newId().replaceAll("-", "");
    const ids = { id, member_id: newId(), login_id: newId() };
    return { ...ids, name, email: `${id}@test.example`, role: "engineer", team_id: null, token };
  });
  const all = sql`json_each(${JSON.stringify(people)}) p`;
  const expires = Date.now() + 3_600_000;
  await account.db.batch([
    sql`INSERT INTO users (id, name, email, email_verified, created_at, updated_at)
      SELECT p.value ->> 'id', p.value ->> 'name', p.value ->> 'email', 1, ${NOON}, ${NOON} FROM ${all}`,
    sql`INSERT INTO members (id, account_id, user_id, role, created_at)
      SELECT p.value ->> 'member_id', ${account.id}, p.value ->> 'id', 'engineer', ${NOON} FROM ${all}`,
    sql`INSERT INTO logins (id, user_id, active_account_id, token, expires_at, created_at, updated_at)
      SELECT p.value ->> 'login_id', p.value ->> 'id', ${account.id}, p.value ->> 'token', ${expires}, ${NOON}, ${NOON}
      FROM ${all}`,
  ]);
  return people;
}
