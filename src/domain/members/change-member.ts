import { type SQL, sql } from "drizzle-orm";
import type { Member, MemberChange } from "../../contract/member.ts";
import { WORKING_ROLES } from "../../contract/role.ts";
import type { DomainContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { checkReferences, teamReference } from "../sessions/check-references.ts";
import { type MemberRow, loadMember, presentMember } from "./member-row.ts";

/**
 * Changes a member's role, team or whether they are active; who loses the right to listen loses open streams.
 * @throws DomainError `not_found`, `validation_failed` (unknown team), `forbidden` (an admin and an owner's role),
 * `invalid_transition` (the last owner)
 */
export async function changeMember(ctx: DomainContext, id: string, change: MemberChange): Promise<Member> {
  const member = await loadMember(ctx, id);
  await checkReferences(ctx, [!!change.team_id && teamReference(ctx, "/team_id", change.team_id)]);
  const next: MemberRow = {
    ...member,
    role: change.role ?? member.role,
    team_id: change.team_id === undefined ? member.team_id : change.team_id,
    active: (change.active ?? member.active === 1) ? 1 : 0,
  };
  const set = sql`role = ${next.role}, team_id = ${next.team_id}, active = ${next.active}`;
  await write(ctx, member, set, next.role === "owner" && next.active === 1);
  if (next.active === 0 || !WORKING_ROLES.includes(next.role)) endStreamsOf(ctx, member);
  return presentMember(next);
}

/**
 * Removes a member; what they did keeps their name.
 * @throws DomainError `not_found`, `forbidden` (an admin and an owner), `invalid_transition` (the last owner)
 */
export async function removeMember(ctx: DomainContext, id: string): Promise<void> {
  const member = await loadMember(ctx, id);
  await write(ctx, member, sql`active = 0, deleted_at = ${ctx.now}`, false);
  endStreamsOf(ctx, member);
}

/** One guarded update: an account never loses its last active owner, whoever else is changing members. */
async function write(ctx: DomainContext, member: MemberRow, set: SQL, staysOwner: boolean): Promise<void> {
  const otherOwner = sql`EXISTS (SELECT 1 FROM members o WHERE o.account_id = ${ctx.account_id} AND o.id <> ${member.id}
    AND o.role = 'owner' AND o.active = 1 AND o.deleted_at IS NULL)`;
  const wasOwner = member.role === "owner" && member.active === 1;
  const [rows = [], others = []] = await ctx.db.batch([
    sql`UPDATE members SET ${set} WHERE id = ${member.id} AND account_id = ${ctx.account_id} AND deleted_at IS NULL
      AND (${staysOwner ? 1 : 0} OR role <> 'owner' OR active = 0 OR ${otherOwner})
      AND (${mayTouchOwners(ctx) ? 1 : 0} OR (role <> 'owner' AND ${staysOwner ? 0 : 1}))
      RETURNING id`,
    sql`SELECT ${otherOwner} AS there`,
  ]);
  if (rows.length > 0) return;
  if (wasOwner && !staysOwner && others[0]?.["there"] !== 1) {
    throw new DomainError("invalid_transition", "An account keeps at least one active owner.");
  }
  throw new DomainError("forbidden", "Only an owner changes owners.");
}

function mayTouchOwners({ actor }: DomainContext): boolean {
  return actor.kind === "system" || (actor.kind === "member" && actor.role === "owner");
}

function endStreamsOf(ctx: DomainContext, member: MemberRow): void {
  ctx.committed.ended.push({ kind: "member", user_id: member.user_id });
}
