import { z } from "zod";
import { pageOf, pageQuery } from "../../contract/list.ts";
import { Invitation, NewInvitation } from "../../contract/member.ts";
import { inviteMember, listInvitations, withdrawInvitation } from "../../domain/members/invite-member.ts";
import { listAnswer, pageRequest } from "../list-answer.ts";
import { operation } from "../operation.ts";
import { IdPath } from "../path-ids.ts";
import { sealedInvitation } from "../sealed-invitation.ts";

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
      inviteMember(ctx, body, await sealedInvitation(c, caller, body.email, ctx.now)),
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
