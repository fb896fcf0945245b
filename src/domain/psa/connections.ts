import { sql } from "drizzle-orm";
import type {
  NewPsaConnection,
  PsaChoice,
  PsaConnection,
  PsaConnectionChange,
} from "../../contract/psa-connection.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { psa_connections } from "../../db/schema.ts";
import { commit } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, notFound } from "../errors.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";
import {
  type ConnectionTerms,
  decodeConnection,
  loadConnection,
  presentConnection,
  requireCallable,
} from "./connection-row.ts";
import type { ConnectionRow } from "./note-row.ts";

/** More than these no account has systems for. */
const MOST = 50;

/** The account's PSA connections, newest first; never their credentials. */
export function listConnections(ctx: DomainContext, page: PageRequest): Promise<PageOf<PsaConnection>> {
  return listAs(ctx, page, presentConnection);
}

/** The same by name alone, for everybody who works sessions. */
export function listChoices(ctx: DomainContext, page: PageRequest): Promise<PageOf<PsaChoice>> {
  return listAs(ctx, page, ({ id, kind, name }) => ({ id, kind, name }));
}

async function listAs<T>(
  ctx: DomainContext,
  page: PageRequest,
  present: (row: ConnectionRow) => T,
): Promise<PageOf<T>> {
  const after = page.after ? sql`AND (created_at, id) < (${page.after.at}, ${page.after.id})` : sql``;
  const rows = await ctx.db
    .all(sql`SELECT * FROM psa_connections WHERE account_id = ${ctx.account_id} ${after}
    ORDER BY created_at DESC, id DESC LIMIT ${page.limit + 1}`);
  const mark = (row: ConnectionRow) => ({ at: row.created_at, id: row.id });
  return cutPage(rows.map(decodeConnection), page.limit, present, mark);
}

/**
 * Connects a PSA; its credentials are sealed before they are written.
 * @throws DomainError `validation_failed` for an address that is not called, `invalid_transition` for too many
 */
export async function createConnection(
  ctx: DomainContext,
  { kind, name, settings, credentials }: NewPsaConnection,
  terms: ConnectionTerms,
): Promise<PsaConnection> {
  requireCallable(terms, kind, settings);
  const row: ConnectionRow = {
    id: ctx.newId(),
    account_id: ctx.account_id,
    kind,
    name,
    settings,
    credentials: await terms.seal(JSON.stringify(credentials)),
    learned: null,
    learned_at: null,
    last_error: null,
    broken_since: null,
    busy_until: null,
    created_at: ctx.now,
    updated_at: ctx.now,
  };
  const few = sql`(SELECT count(*) FROM psa_connections WHERE account_id = ${ctx.account_id}) < ${MOST}`;
  const stands = sql`EXISTS (SELECT 1 FROM psa_connections WHERE id = ${row.id})`;
  const operation = { id: row.id, stands };
  const answer = presentConnection(row);
  const { won } = await commit(ctx, {
    operation,
    statements: [insertWhere(psa_connections, row, few)],
    answer,
  });
  if (!won) throw new DomainError("invalid_transition", `An account has at most ${MOST} connections.`);
  return answer;
}

/**
 * Changes a connection. Where it is or who calls may have been what was wrong: what was learned is forgotten, and what
 * waits is tried at once.
 * @throws DomainError `not_found`, `validation_failed` for an address that is not called
 */
export async function changeConnection(
  ctx: DomainContext,
  id: string,
  { name, settings, credentials }: PsaConnectionChange,
  terms: ConnectionTerms,
): Promise<PsaConnection> {
  const { kind } = await loadConnection(ctx, id);
  if (settings) requireCallable(terms, kind, settings);
  const sealed = credentials ? await terms.seal(JSON.stringify(credentials)) : null;
  const mended = settings || credentials;
  const anew = mended
    ? sql`, learned = NULL, learned_at = NULL, last_error = NULL, broken_since = NULL,
        busy_until = CASE WHEN broken_since IS NULL THEN busy_until END`
    : sql``;
  const [changed = [], waiting = []] = await ctx.db.batch([
    sql`UPDATE psa_connections SET name = coalesce(${name ?? null}, name),
        settings = coalesce(${settings ? JSON.stringify(settings) : null}, settings),
        credentials = coalesce(${sealed}, credentials), updated_at = max(${ctx.now}, updated_at + 1) ${anew}
      WHERE id = ${id} AND account_id = ${ctx.account_id} RETURNING *`,
    sql`UPDATE psa_notes SET next_attempt_at = ${ctx.now} WHERE connection_id = ${id} AND account_id = ${ctx.account_id}
      AND status = 'pending' AND uncertain = 0 AND attempts > 0 AND ${mended ? 1 : 0} RETURNING id`,
  ]);
  if (!changed[0]) throw notFound("PSA connection");
  if (waiting.length > 0) ctx.committed.notes.set(id, 0);
  return presentConnection(decodeConnection(changed[0]));
}

/**
 * Lets a connection go, with what still waited for it; what was pushed stays on the handoffs and in the log. Sessions
 * that name it have none then.
 * @throws DomainError `not_found`
 */
export async function deleteConnection(ctx: DomainContext, id: string): Promise<void> {
  const own = sql`account_id = ${ctx.account_id}`;
  const [, gone = []] = await ctx.db.batch([
    sql`DELETE FROM psa_notes WHERE connection_id = ${id} AND ${own}`,
    sql`DELETE FROM psa_connections WHERE id = ${id} AND ${own} RETURNING id`,
  ]);
  if (gone.length === 0) throw notFound("PSA connection");
}

/** Keeps what a test came to: whether anything gets through, and if so, what waits need not wait any longer. */
export async function recordTest(
  ctx: DomainContext,
  { id, updated_at }: Pick<ConnectionRow, "id" | "updated_at">,
  { ok, detail }: { ok: boolean; detail: string },
  learned: { learned: Record<string, unknown>; learned_at: number | null },
): Promise<void> {
  const same = sql`id = ${id} AND account_id = ${ctx.account_id} AND updated_at = ${updated_at}`;
  const wasBroken = sql`connection_id = ${id} AND EXISTS (SELECT 1 FROM psa_connections c
    WHERE c.id = ${id} AND c.broken_since IS NOT NULL)`;
  const [waiting = []] = await ctx.db.batch([
    sql`UPDATE psa_notes SET next_attempt_at = ${ctx.now} WHERE ${wasBroken} AND account_id = ${ctx.account_id}
      AND status = 'pending' AND uncertain = 0 AND attempts > 0 AND ${ok ? 1 : 0} RETURNING id`,
    sql`UPDATE psa_connections SET last_error = ${ok ? null : detail.slice(0, 500)},
        broken_since = ${ok ? null : sql`coalesce(broken_since, ${ctx.now})`},
        busy_until = ${ok ? sql`CASE WHEN broken_since IS NULL THEN busy_until END` : sql`busy_until`},
        learned = ${learned.learned_at === null ? null : JSON.stringify(learned.learned)},
        learned_at = ${learned.learned_at}
      WHERE ${same}`,
  ]);
  if (waiting.length > 0) ctx.committed.notes.set(id, 0);
}
