import { z } from "zod";
import { pageOf, pageQuery } from "../../contract/list.ts";
import { Member, MemberChange } from "../../contract/member.ts";
import { changeMember, removeMember } from "../../domain/members/change-member.ts";
import { listMembers } from "../../domain/members/list-members.ts";
import { loadMember } from "../../domain/members/member-row.ts";
import { listAnswer, pageRequest } from "../list-answer.ts";
import { operation } from "../operation.ts";
import { IdPath } from "../path-ids.ts";

const tag = "Members";

export const memberRoutes = [
  operation({
    id: "listMembers",
    method: "get",
    path: "/members",
    summary: "The account's members, newest first",
    tag,
    right: "members",
    query: z.object(pageQuery),
    status: 200,
    answer: pageOf(Member, "MemberPage"),
    run: async ({ ctx, query }) => listAnswer(await listMembers(ctx, pageRequest(query))),
  }),
  operation({
    id: "changeMember",
    refuses: ["invalid_transition"],
    method: "patch",
    path: "/members/{id}",
    summary: "Change a member's role or team, or whether they are active",
    tag,
    right: "administer",
    params: IdPath,
    body: MemberChange,
    exists: (ctx, { id }) => loadMember(ctx, id),
    status: 200,
    answer: Member,
    run: ({ ctx, params, body }) => changeMember(ctx, params.id, body),
  }),
  operation({
    id: "removeMember",
    refuses: ["invalid_transition"],
    method: "delete",
    path: "/members/{id}",
    summary: "Remove a member; what they did keeps their name",
    tag,
    right: "administer",
    params: IdPath,
    status: 204,
    run: ({ ctx, params }) => removeMember(ctx, params.id),
  }),
];
