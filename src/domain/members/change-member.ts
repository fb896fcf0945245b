import { type SQL, sql } from "drizzle-orm";
import type { Member, MemberChange } from "../../contract/member.ts";
import { WORKING_ROLES } from "../../contract/role.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, notFound } from "../errors.ts";
import { type PromisedEnd, promiseEndedStreams } from "../outbox/promise-ended-streams.ts";
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
  const set = [
    change.role === undefined ? null : sql`role = ${change.role}`,
    change.team_id === undefined ? null : sql`team_id = ${change.team_id}`,
    change.active === undefined ? null : sql`active = ${next.active}`,
  ].filter((column) => column !== null);
  if (set.length > 0) await write(ctx, member, sql.join(set, sql`, `), change);
  return presentMember(next);
}

/**
 * Removes a member; what they did keeps their name.
 * @throws DomainError `not_found`, `forbidden` (an admin and an owner), `invalid_transition` (the last owner)
 */
export async function removeMember(ctx: DomainContext, id: string): Promise<void> {
  const member = await loadMember(ctx, id);
  await write(ctx, member, sql`active = 0, deleted_at = ${ctx.now}`, { active: false });
}

/**
 * One guarded update, judged on the row as it is then, whoever else is changing members: an account never loses its
 * last active owner, and only owners touch owners or make them.
 */
async function write(ctx: DomainContext, member: MemberRow, set: SQL, change: MemberChange): Promise<void> {
  const otherOwner = sql`EXISTS (SELECT 1 FROM members o WHERE o.account_id = ${ctx.account_id} AND o.id <> ${member.id}
    AND o.role = 'owner' AND o.active = 1 AND o.deleted_at IS NULL)`;
  const nextRole = sql`coalesce(${change.role ?? null}, role)`;
  const nextActive = sql`coalesce(${change.active === undefined ? null : Number(change.active)}, active)`;
  const stays = sql`(${nextRole} = 'owner' AND ${nextActive} = 1)`;
  const isLastOwner = sql`(role = 'owner' AND active = 1 AND NOT ${stays} AND NOT ${otherOwner})`;
  const concernsOwners = sql`(role = 'owner' OR ${change.role ?? null} IS 'owner')`;
  const own = sql`id = ${member.id} AND account_id = ${ctx.account_id} AND deleted_at IS NULL`;
  const may = sql`${own} AND NOT ${isLastOwner} AND (${mayTouchOwners(ctx) ? 1 : 0} OR NOT ${concernsOwners})`;
  const listens = (role: SQL, active: SQL) => sql`(${active} = 1 AND ${role} IN ${WORKING_ROLES})`;
  const stopsListening = sql`${listens(sql`role`, sql`active`)} AND NOT ${listens(nextRole, nextActive)}`;
  const end: PromisedEnd = { kind: "member", id: member.user_id, job: ctx.newId() };
  const [before = [], promised = [], rows = []] = await ctx.db.batch([
    sql`SELECT ${isLastOwner} AS last FROM members WHERE ${own}`,
    // Before the update, so that it is judged on the same row.
    promiseEndedStreams(end, ctx, sql`EXISTS (SELECT 1 FROM members WHERE ${may} AND ${stopsListening})`),
    sql`UPDATE members SET ${set} WHERE ${may} RETURNING id`,
  ]);
  if (promised.length > 0) ctx.committed.ended.push(end);
  if (rows.length > 0) return;
  if (before.length === 0) throw notFound("member");
  if (before[0]?.["last"] === 1) {
    throw new DomainError("invalid_transition", "An account keeps at least one active owner.");
  }
  throw new DomainError("forbidden", "Only an owner changes owners.");
}

function mayTouchOwners({ actor }: DomainContext): boolean {
  return actor.kind === "system" || (actor.kind === "member" && actor.role === "owner");
}
