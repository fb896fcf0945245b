import { type SQL, sql } from "drizzle-orm";
import type { Member } from "../../contract/member.ts";
import type { Role } from "../../contract/role.ts";
import { iso } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";

/** A member as it is stored, with the person beside it. */
export interface MemberRow {
  id: string;
  user_id: string;
  name: string;
  email: string;
  role: Role;
  team_id: string | null;
  active: 0 | 1;
  reachable: 0 | 1;
  created_at: number;
}

export const SELECT_MEMBERS = sql`SELECT m.id, m.user_id, u.name, u.email, m.role, m.team_id, m.active, m.reachable,
    m.created_at
  FROM members m JOIN users u ON u.id = m.user_id`;

export function selectMember(ctx: DomainContext, id: string): SQL {
  return sql`${SELECT_MEMBERS} WHERE m.id = ${id} AND m.account_id = ${ctx.account_id} AND m.deleted_at IS NULL`;
}

/** @throws DomainError `not_found` */
export async function loadMember(ctx: DomainContext, id: string): Promise<MemberRow> {
  const [row] = await ctx.db.all<MemberRow>(selectMember(ctx, id));
  if (!row) throw notFound("member");
  return row;
}

export function presentMember(row: MemberRow): Member {
  return {
    id: row.id,
    user_id: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role,
    team_id: row.team_id,
    active: row.active === 1,
    reachable: row.reachable === 1,
    created_at: iso(row.created_at),
  };
}
