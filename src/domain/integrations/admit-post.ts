import { type SQL, sql } from "drizzle-orm";
import type { EscalationPolicy } from "../../contract/escalation-policy.ts";
import type { Place } from "../../contract/place.ts";
import type { Db, Row } from "../../db/client.ts";
import type { DomainContext } from "../context.ts";
import { type Addressee, decodeAddressee, selectTeam } from "../deliveries/addressees.ts";
import { type Target, decodeTarget, selectAccountChannels } from "../deliveries/targets.ts";
import { decodePolicy } from "../ladder/account-policy.ts";
import { nameIn } from "../sessions/session-row.ts";
import { type IntegrationRow, decodeIntegration } from "./integration-row.ts";

const MINUTE = 60_000;

/** A tool's integration with all that its escalations rest on. */
export interface Source {
  integration: IntegrationRow;
  account: Place & { id: string; name: string };
  policy: EscalationPolicy;
  team: Addressee[];
  /** The chats of the whole account. */
  chats: Target[];
  /** Which of its minute's posts this is; 0: the tool has not posted just now. */
  nth: number;
}

/** What of a key is counted by the minute, in columns of its own, and what else is written of what is counted. */
export interface Counter {
  minute: SQL;
  count: SQL;
  also?: SQL;
}
const POSTS: Counter = { minute: sql`counted_minute`, count: sql`counted_posts` };

/** How many posts the present minute has left, and in how many seconds the next one begins. */
export interface Allowance {
  limit: number;
  left: number;
  reset: number;
}

export interface Admitted {
  source: Source;
  allowance: Allowance;
  /** False: this minute's posts are used up, and this one was not counted. */
  admitted: boolean;
}

/**
 * Recognises a key by its hash and counts the post against the minute's limit, in one round trip: counted and judged by
 * one statement, so that posts at the same moment never share a place. Null for an unknown key.
 */
export async function admitPost(
  db: Db,
  keyHash: string,
  now: number,
  { minute: column, count, also = sql`` }: Counter = POSTS,
): Promise<Admitted | null> {
  const minute = now - (now % MINUTE);
  const stands = keyStands(keyHash, now);
  const counting = sql`UPDATE integrations SET ${column} = ${minute},
      ${count} = CASE WHEN ${column} IS ${minute} THEN ${count} + 1 ELSE 1 END ${also}
    WHERE ${stands} AND (${column} IS NOT ${minute} OR ${count} < posts_per_minute) RETURNING ${count} AS used`;
  const account = sql`(SELECT k.account_id FROM integrations k WHERE ${keyStands(keyHash, now, sql`k.`)})`;
  const [counted = [], ...reads] = await db.batch([counting, ...selectSource(stands, account)]);
  const source = decodeSource(reads);
  if (!source) return null;
  const limit = source.integration.posts_per_minute;
  const used = counted[0] ? Number(counted[0]["used"]) : limit;
  const reset = Math.ceil((minute + MINUTE - now) / 1000);
  return {
    source: { ...source, nth: used },
    admitted: counted.length > 0,
    allowance: { limit, left: Math.max(limit - used, 0), reset },
  };
}

/** The source of an integration that is known by its id. Null if it is not there, or switched off. */
export async function loadSource(db: Db, accountId: string, id: string): Promise<Source | null> {
  const stands = sql`id = ${id} AND account_id = ${accountId} AND active = 1 AND deleted_at IS NULL`;
  return decodeSource(await db.batch(selectSource(stands, sql`${accountId}`)));
}

/** A context in which a tool acts through its integration. */
export function asIntegration(
  ctx: Omit<DomainContext, "actor" | "account_id">,
  { account, integration }: Source,
): DomainContext {
  const { id, name } = integration;
  return { ...ctx, account_id: account.id, actor: { kind: "integration", id, name } };
}

/** Whether a key opens an integration: its key, or the one before while that works. */
function keyStands(hash: string, now: number, of: SQL = sql``): SQL {
  return sql`(${of}key_hash = ${hash} OR (${of}previous_key_hash = ${hash} AND ${of}previous_key_until > ${now}))
    AND ${of}active = 1 AND ${of}deleted_at IS NULL`;
}

function selectSource(stands: SQL, account: SQL): SQL[] {
  return [
    sql`SELECT * FROM integrations WHERE ${stands}`,
    sql`SELECT id, name, region, jurisdiction, escalation_policy FROM accounts WHERE id = ${account}`,
    selectTeam(account),
    selectAccountChannels(account),
  ];
}

function decodeSource([found = [], accounts = [], team = [], chats = []]: Row[][]): Source | null {
  const [[row], [account]] = [found, accounts];
  if (!row || !account) return null;
  const place = { region: nameIn(account, "region"), jurisdiction: nameIn(account, "jurisdiction") };
  return {
    integration: decodeIntegration(row),
    account: { id: String(account["id"]), name: String(account["name"]), ...place },
    policy: decodePolicy(account),
    team: team.map(decodeAddressee),
    chats: chats.map(decodeTarget),
    nth: 0,
  };
}
