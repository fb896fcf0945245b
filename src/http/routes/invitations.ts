import { z } from "zod";
import type { Context } from "hono";
import { invitationMail } from "../../channels/mail/invitation-mail.ts";
import { pageOf, pageQuery } from "../../contract/list.ts";
import type { MailJob } from "../../contract/mail-job.ts";
import { Invitation, NewInvitation } from "../../contract/member.ts";
import {
  INVITATION_MS,
  inviteMember,
  listInvitations,
  withdrawInvitation,
} from "../../domain/members/invite-member.ts";
import { seal } from "../../platform/seal.ts";
import type { AppEnv } from "../app-env.ts";
import { listAnswer, pageRequest } from "../list-answer.ts";
import { operation } from "../operation.ts";
import { IdPath } from "../path-ids.ts";
import type { Caller } from "../require-caller.ts";

const tag = "Members";

export const invitationRoutes = [
  operation({
    id: "listInvitations",
    method: "get",
    path: "/invitations",
    summary: "Open invitations, newest first",
    tag,
    right: "administer",
    query: z.object(pageQuery),
    status: 200,
    answer: pageOf(Invitation, "InvitationPage"),
    run: async ({ ctx, query }) => listAnswer(await listInvitations(ctx, pageRequest(query))),
  }),
  operation({
    id: "inviteMember",
    method: "post",
    path: "/invitations",
    summary: "Invite an address by mail",
    tag,
    right: "administer",
    body: NewInvitation,
    status: 201,
    answer: Invitation,
    run: async ({ ctx, caller, body, c }) =>
      inviteMember(ctx, body, await sealedMail(c, caller, body.email, ctx.now)),
  }),
  operation({
    id: "withdrawInvitation",
    method: "delete",
    path: "/invitations/{id}",
    summary: "Take an open invitation back",
    tag,
    right: "administer",
    params: IdPath,
    status: 204,
    run: ({ ctx, params }) => withdrawInvitation(ctx, params.id),
  }),
];

function sealedMail(c: Context<AppEnv>, caller: Caller, email: string, now: number): Promise<string> {
  const { name: account, actor } = caller.account;
  const origin = c.env.PUBLIC_URL || new URL(c.req.url).origin;
  const content = invitationMail({ account, inviter: actor.name, email, origin });
  const job: MailJob = { to: email, content, expires_at: now + INVITATION_MS };
  return seal(c.env.BETTER_AUTH_SECRET, JSON.stringify(job));
}
