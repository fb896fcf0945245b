import { env } from "cloudflare:workers";
import type { Role, Scope } from "../../src/contract/role.ts";
import { type Db, openDb } from "../../src/db/client.ts";
import { accounts, api_keys, logins, members, teams, users } from "../../src/db/schema.ts";
import type { Actor } from "../../src/domain/actor.ts";
import { type DomainContext, nothingCommitted } from "../../src/domain/context.ts";
import { API_KEY_PREFIX } from "../../src/identity/authenticate.ts";
import { newId } from "../../src/platform/new-id.ts";
import { sha256 } from "../../src/platform/sha256.ts";

/** A member of a test's own account, with a login. */
export interface TestMember {
  id: string;
  member_id: string;
  name: string;
  email: string;
  role: Role;
  team_id: string | null;
  token: string;
  login_id: string;
}

/** An account that only one test knows. */
export interface TestAccount {
  id: string;
  name: string;
  db: Db;
  member(role: Role, name?: string, team_id?: string | null): Promise<TestMember>;
  team(name: string): Promise<string>;
  apiKey(scopes: Scope[], expires_at?: number): Promise<{ id: string; key: string }>;
  /** A context in which this member acts, at this moment (ms). */
  as(member: TestMember, now?: number): DomainContext;
}

/** The moment at which a test's world stands unless it says otherwise. */
export const NOON = Date.UTC(2026, 10, 20, 12);

export async function makeAccount(name = "Test MSP"): Promise<TestAccount> {
  const db = openDb(env.DB);
  const id = newId();
  const created_at = new Date(NOON);
  await db.orm.insert(accounts).values({ id, name, slug: id, created_at });
  return {
    id,
    name,
    db,
    async member(role, given = role, team_id = null) {
      const who = {
        id: newId(),
        member_id: newId(),
        name: given,
        email: `${given}-${newId()}@test.example`.toLowerCase(),
      };
      const login = { login_id: newId(), token: newId().replaceAll("-", "") };
      const times = { created_at, updated_at: created_at };
      const user = { id: who.id, name: given, email: who.email, email_verified: true, ...times };
      const membership = { id: who.member_id, account_id: id, user_id: who.id, role, team_id, created_at };
      // One round trip: most tests make several people.
      await db.orm.batch([
        db.orm.insert(users).values(user),
        db.orm.insert(members).values(membership),
        db.orm.insert(logins).values({
          id: login.login_id,
          user_id: who.id,
          active_account_id: id,
          token: login.token,
          expires_at: new Date(Date.now() + 3_600_000),
          ...times,
        }),
      ]);
      return { ...who, ...login, role, team_id };
    },
    async team(team) {
      const team_id = newId();
      await db.orm.insert(teams).values({ id: team_id, account_id: id, name: team, created_at: NOON });
      return team_id;
    },
    async apiKey(scopes, expires_at) {
      const key = `${API_KEY_PREFIX}${newId().replaceAll("-", "")}`;
      const key_id = newId();
      await db.orm.insert(api_keys).values({
        id: key_id,
        account_id: id,
        name: "Monitoring",
        prefix: key.slice(0, 12),
        hash: await sha256(key),
        scopes,
        expires_at: expires_at ?? null,
        created_at: NOON,
      });
      return { id: key_id, key };
    },
    as(member, now = NOON) {
      const { id: user_id, member_id, name: who, email, role, team_id } = member;
      const actor: Actor = { kind: "member", user_id, member_id, name: who, email, role, team_id };
      return {
        db,
        actor,
        account_id: id,
        now,
        newId,
        keyed: null,
        ahead: null,
        committed: nothingCommitted(),
      };
    },
  };
}
