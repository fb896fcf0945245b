import { sql } from "drizzle-orm";
import type { Member } from "../../contract/member.ts";
import type { DomainContext } from "../context.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";
import { type MemberRow, SELECT_MEMBERS, presentMember } from "./member-row.ts";

/** The account's members, newest first; deleted ones are not among them. */
export async function listMembers(ctx: DomainContext, page: PageRequest): Promise<PageOf<Member>> {
  const after = page.after ? sql`AND (m.created_at, m.id) < (${page.after.at}, ${page.after.id})` : sql``;
  const rows = await ctx.db.all<MemberRow>(sql`${SELECT_MEMBERS}
    WHERE m.account_id = ${ctx.account_id} AND m.deleted_at IS NULL ${after}
    ORDER BY m.created_at DESC, m.id DESC LIMIT ${page.limit + 1}`);
  return cutPage(rows, page.limit, presentMember, (row) => ({ at: row.created_at, id: row.id }));
}
