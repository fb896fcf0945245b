import { sql } from "drizzle-orm";
import type { Invitation, NewInvitation } from "../../contract/member.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { invitations } from "../../db/schema.ts";
import { iso } from "../../platform/iso.ts";
import { commit, unguarded } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, invalidField, notFound } from "../errors.ts";
import { promiseMail } from "../outbox/promise-mail.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";
import { checkReferences, teamReference } from "../sessions/check-references.ts";

export const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Invites an address into the account; an earlier open invitation of the address is replaced. `mail` is the sealed
 * mail, promised in the same batch.
 * @throws DomainError `forbidden` (only owners invite owners), `validation_failed` (a member already, unknown team)
 */
export async function inviteMember(
  ctx: DomainContext,
  input: NewInvitation,
  mail: string,
): Promise<Invitation> {
  const { actor } = ctx;
  const [member] = await ctx.db.all(sql`SELECT 1 AS there FROM members m JOIN users u ON u.id = m.user_id
    WHERE u.email = ${input.email} AND m.account_id = ${ctx.account_id} AND m.deleted_at IS NULL`);
  if (member) throw invalidField("/email", "This person is a member already.");
  await checkReferences(ctx, [!!input.team_id && teamReference(ctx, "/team_id", input.team_id)]);
  if (actor.kind !== "member" || (input.role === "owner" && actor.role !== "owner")) {
    throw new DomainError("forbidden", "Only an owner invites owners.");
  }
  const row = {
    id: ctx.newId(),
    account_id: ctx.account_id,
    email: input.email,
    role: input.role,
    team_id: input.team_id ?? null,
    inviter_id: actor.user_id,
    expires_at: new Date(ctx.now + INVITATION_MS),
    created_at: new Date(ctx.now),
  };
  const operation = unguarded(ctx);
  const job = {
    id: ctx.newId(),
    account_id: ctx.account_id,
    subject_id: row.id,
    payload: mail,
    now: ctx.now,
  };
  const answer = present({ ...row, expires_at: row.expires_at.getTime() });
  const statements = [
    sql`UPDATE invitations SET status = 'canceled'
      WHERE account_id = ${ctx.account_id} AND email = ${input.email} AND status = 'pending'`,
    insertWhere(invitations, row, operation.stands),
    promiseMail(job, operation.stands),
  ];
  await commit(ctx, { operation, statements, jobs: [job.id], answer });
  return answer;
}

interface InvitationRow extends Omit<Invitation, "expires_at"> {
  expires_at: number;
}

/** The account's open invitations, newest first. */
export async function listInvitations(ctx: DomainContext, page: PageRequest): Promise<PageOf<Invitation>> {
  const after = page.after ? sql`AND (created_at, id) < (${page.after.at}, ${page.after.id})` : sql``;
  const rows = await ctx.db.all<InvitationRow & { created_at: number }>(sql`
    SELECT id, email, role, team_id, expires_at, created_at FROM invitations
    WHERE account_id = ${ctx.account_id} AND status = 'pending' AND expires_at > ${ctx.now} ${after}
    ORDER BY created_at DESC, id DESC LIMIT ${page.limit + 1}`);
  return cutPage(rows, page.limit, present, (row) => ({ at: row.created_at, id: row.id }));
}

/** Takes an open invitation back. @throws DomainError `not_found` */
export async function withdrawInvitation(ctx: DomainContext, id: string): Promise<void> {
  const gone = await ctx.db.all(sql`UPDATE invitations SET status = 'canceled'
    WHERE id = ${id} AND account_id = ${ctx.account_id} AND status = 'pending' RETURNING id`);
  if (gone.length === 0) throw notFound("invitation");
}

function present({ id, email, role, team_id, expires_at }: InvitationRow): Invitation {
  return { id, email, role, team_id, expires_at: iso(expires_at) };
}
