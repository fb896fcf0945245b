import { type SQL, sql } from "drizzle-orm";
import type { Place } from "../contract/place.ts";
import type { Role, Scope } from "../contract/role.ts";
import type { Db, Row } from "../db/client.ts";
import type { Actor } from "../domain/actor.ts";
import { sha256 } from "../platform/sha256.ts";

/** The account a caller works in, as it stood when they were authenticated. */
export interface CallerAccount extends Place {
  id: string;
  name: string;
  epoch: string;
  last_seq: number;
}

/** A login or key that was recognised. `account` is null for a user who is no active member of any account. */
export type Principal =
  | {
      kind: "member";
      login_id: string;
      expires_at: number;
      user: { id: string; name: string; email: string };
      account: (CallerAccount & { actor: Extract<Actor, { kind: "member" }> }) | null;
    }
  | {
      kind: "api_key";
      expires_at: number | null;
      account: CallerAccount & { actor: Extract<Actor, { kind: "api_key" }> };
    };

export const API_KEY_PREFIX = "baton_";

/** Who calls, and the rows of what was read in the same round trip. */
export interface Recognised {
  principal: Principal | null;
  rows: Row[][];
}

/** What else to read for the account of whoever is recognised; of nobody's account there are no rows. */
export type ReadsOfAccount = (account: SQL) => SQL[];

const NOTHING: ReadsOfAccount = () => [];

/**
 * Recognises a login token or an API key in one round trip, with everything that requests ask for later: user,
 * membership, account, and the log's end (which the queue page hands on as its stream position).
 * @returns a principal of null for an unknown, expired or revoked one
 */
export async function authenticate(
  db: Db,
  token: string,
  now: number,
  reads: ReadsOfAccount = NOTHING,
): Promise<Recognised> {
  const isKey = token.startsWith(API_KEY_PREFIX);
  const { found, account } = isKey ? keyQueries(await sha256(token), now) : loginQueries(token, now);
  const [[row] = [], ...rows] = await db.batch([found, ...reads(account)]);
  if (!row) return { principal: null, rows: [] };
  // The rows are those of the columns that the two queries name.
  const principal = isKey ? keyPrincipal(row as KeyRow & Row) : loginPrincipal(row as LoginRow & Row);
  return { principal, rows };
}

type Account<T> = T &
  Place & {
    account_id: string;
    account_name: string;
    epoch: string;
    last_seq: number;
  };

type LoginRow = Account<{
  login_id: string;
  expires_at: number;
  user_id: string;
  name: string;
  email: string;
  member_id: string | null;
  role: Role;
  team_id: string | null;
}>;

/** The query that recognises, and the account that it will find, for further queries beside it. */
interface Queries {
  found: SQL;
  account: SQL;
}

function loginQueries(token: string, now: number): Queries {
  const stands = sql`l.token = ${token} AND l.expires_at > ${now}`;
  const found = sql`SELECT l.id AS login_id, l.expires_at, u.id AS user_id, u.name, u.email,
      m.id AS member_id, m.role, m.team_id, a.id AS account_id, a.name AS account_name, a.region, a.jurisdiction, a.epoch, a.last_seq
    FROM logins l JOIN users u ON u.id = l.user_id
    LEFT JOIN members m ON m.user_id = l.user_id AND m.account_id = l.active_account_id
      AND m.active = 1 AND m.deleted_at IS NULL
    LEFT JOIN accounts a ON a.id = m.account_id
    WHERE ${stands}`;
  return { found, account: sql`(SELECT l.active_account_id FROM logins l WHERE ${stands})` };
}

function loginPrincipal(row: LoginRow): Principal {
  const { login_id, expires_at, user_id, name, email, member_id, role, team_id } = row;
  const user = { id: user_id, name, email };
  if (member_id === null) return { kind: "member", login_id, expires_at, user, account: null };
  const actor = { kind: "member" as const, user_id, member_id, name, email, role, team_id };
  return { kind: "member", login_id, expires_at, user, account: { ...accountOf(row), actor } };
}

type KeyRow = Account<{ key_id: string; name: string; scopes: string; expires_at: number | null }>;

function keyQueries(hash: string, now: number): Queries {
  const stands = sql`k.hash = ${hash} AND (k.expires_at IS NULL OR k.expires_at > ${now})`;
  const found = sql`SELECT k.id AS key_id, k.name, k.scopes, k.expires_at,
      a.id AS account_id, a.name AS account_name, a.region, a.jurisdiction, a.epoch, a.last_seq
    FROM api_keys k JOIN accounts a ON a.id = k.account_id
    WHERE ${stands}`;
  return { found, account: sql`(SELECT k.account_id FROM api_keys k WHERE ${stands})` };
}

function keyPrincipal(row: KeyRow): Principal {
  // The scopes were validated when the key was made.
  const scopes = JSON.parse(row.scopes) as Scope[];
  const actor = { kind: "api_key" as const, id: row.key_id, name: row.name, scopes };
  return { kind: "api_key", expires_at: row.expires_at, account: { ...accountOf(row), actor } };
}

function accountOf(row: Account<object>): CallerAccount {
  const { account_id, account_name, region, jurisdiction, epoch, last_seq } = row;
  return { id: account_id, name: account_name, region, jurisdiction, epoch, last_seq };
}
