import { sql } from "drizzle-orm";
import type { Session, SessionQuery } from "../../contract/session.ts";
import { userIdOf } from "../actor.ts";
import type { DomainContext } from "../context.ts";
import { contains } from "../contains.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";
import { SELECT_SESSIONS, decodeSession, presentSession } from "./session-row.ts";

/** The account's sessions, newest first. */
export async function listSessions(
  ctx: DomainContext,
  query: Omit<SessionQuery, "limit" | "cursor">,
  page: PageRequest,
): Promise<PageOf<Session>> {
  const where = [sql`s.account_id = ${ctx.account_id}`];
  if (query.status) where.push(sql`s.status = ${query.status}`);
  if (query.mine === "true") {
    where.push(
      ctx.actor.kind === "api_key"
        ? sql`s.api_key_id = ${ctx.actor.id}`
        : sql`s.user_id = ${userIdOf(ctx.actor)}`,
    );
  }
  if (query.customer) where.push(sql`s.customer = ${query.customer}`);
  if (query.q) {
    const { q } = query;
    const columns = [sql`s.problem_summary`, sql`s.customer`, sql`s.device`];
    where.push(
      sql`(${sql.join(
        columns.map((column) => contains(column, q)),
        sql` OR `,
      )})`,
    );
  }
  if (page.after) where.push(sql`(s.created_at, s.id) < (${page.after.at}, ${page.after.id})`);
  const rows = await ctx.db.all(sql`${SELECT_SESSIONS} WHERE ${sql.join(where, sql` AND `)}
    ORDER BY s.created_at DESC, s.id DESC LIMIT ${page.limit + 1}`);
  return cutPage(rows.map(decodeSession), page.limit, presentSession, (row) => ({
    at: row.created_at,
    id: row.id,
  }));
}
