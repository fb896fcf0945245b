import { sql } from "drizzle-orm";
import type { ApiKey, CreatedApiKey, NewApiKey } from "../../contract/api-key.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { api_keys } from "../../db/schema.ts";
import { iso, isoOrNull } from "../../platform/iso.ts";
import { sha256 } from "../../platform/sha256.ts";
import { userIdOf } from "../actor.ts";
import { commit, unguarded } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { invalidField, notFound } from "../errors.ts";
import { type PromisedEnd, promiseEndedStreams } from "../outbox/promise-ended-streams.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";

/** How much of a key its list shows. */
const SHOWN = 12;

/** Issues `key`: only its hash is kept. @throws DomainError `validation_failed` for an end in the past */
export async function issueApiKey(ctx: DomainContext, input: NewApiKey, key: string): Promise<CreatedApiKey> {
  const expires_at = input.expires_at ? Date.parse(input.expires_at) : null;
  if (expires_at !== null && expires_at <= ctx.now)
    throw invalidField("/expires_at", "This moment has passed.");
  const row = {
    id: ctx.newId(),
    account_id: ctx.account_id,
    name: input.name,
    prefix: key.slice(0, SHOWN),
    hash: await sha256(key),
    scopes: [...new Set(input.scopes)],
    created_by: userIdOf(ctx.actor),
    expires_at,
    created_at: ctx.now,
  };
  const operation = unguarded(ctx);
  const answer: CreatedApiKey = { ...present(row), key };
  await commit(ctx, { operation, statements: [insertWhere(api_keys, row, operation.stands)], answer });
  return answer;
}

/** The account's keys, newest first; never the keys themselves. */
export async function listApiKeys(ctx: DomainContext, page: PageRequest): Promise<PageOf<ApiKey>> {
  const after = page.after ? sql`AND (created_at, id) < (${page.after.at}, ${page.after.id})` : sql``;
  const rows = await ctx.db.all(sql`SELECT * FROM api_keys WHERE account_id = ${ctx.account_id} ${after}
    ORDER BY created_at DESC, id DESC LIMIT ${page.limit + 1}`);
  const decoded = rows.map((row) => decodeRow(api_keys, row));
  return cutPage(decoded, page.limit, present, (row) => ({ at: row.created_at, id: row.id }));
}

/** Revokes a key; its streams end. @throws DomainError `not_found` */
export async function revokeApiKey(ctx: DomainContext, id: string): Promise<void> {
  const promised: PromisedEnd = { kind: "api_key", id, job: ctx.newId() };
  const own = sql`id = ${id} AND account_id = ${ctx.account_id}`;
  const [made = []] = await ctx.db.batch([
    promiseEndedStreams(promised, ctx, sql`EXISTS (SELECT 1 FROM api_keys WHERE ${own})`),
    sql`DELETE FROM api_keys WHERE ${own}`,
  ]);
  if (made.length === 0) throw notFound("API key");
  ctx.committed.ended.push(promised);
}

type Shown = Omit<ApiKey, "expires_at" | "created_at"> & { expires_at: number | null; created_at: number };

function present({ id, name, scopes, prefix, expires_at, created_at }: Shown): ApiKey {
  return { id, name, scopes, prefix, expires_at: isoOrNull(expires_at), created_at: iso(created_at) };
}
