import type { Handoff } from "../../contract/handoff.ts";
import { sql } from "drizzle-orm";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";
import { SELECT_HANDOFFS, decodeHandoff, presentHandoff } from "./handoff-row.ts";

/** The history of a session's handoffs, newest first. @throws DomainError `not_found` */
export async function listHandoffsOfSession(
  ctx: DomainContext,
  sessionId: string,
  page: PageRequest,
): Promise<PageOf<Handoff>> {
  const after = page.after ? sql`AND (h.created_at, h.id) < (${page.after.at}, ${page.after.id})` : sql``;
  const [found = [], rows = []] = await ctx.db.batch([
    sql`SELECT 1 AS found FROM sessions WHERE id = ${sessionId} AND account_id = ${ctx.account_id}`,
    sql`${SELECT_HANDOFFS} WHERE h.session_id = ${sessionId} AND h.account_id = ${ctx.account_id} ${after}
      ORDER BY h.created_at DESC, h.id DESC LIMIT ${page.limit + 1}`,
  ]);
  if (found.length === 0) throw notFound("session");
  const mark = (row: { created_at: number; id: string }) => ({ at: row.created_at, id: row.id });
  return cutPage(rows.map(decodeHandoff), page.limit, presentHandoff, mark);
}
