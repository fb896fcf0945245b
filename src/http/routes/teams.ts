import { z } from "zod";
import { pageOf, pageQuery } from "../../contract/list.ts";
import { Team, TeamName } from "../../contract/member.ts";
import { createTeam, deleteTeam, listTeams, loadTeam, renameTeam } from "../../domain/members/name-teams.ts";
import { listAnswer, pageRequest } from "../list-answer.ts";
import { operation } from "../operation.ts";
import { IdPath } from "../path-ids.ts";

const tag = "Teams";

export const teamRoutes = [
  operation({
    id: "listTeams",
    method: "get",
    path: "/teams",
    summary: "The account's teams, newest first",
    tag,
    right: "teams",
    query: z.object(pageQuery),
    status: 200,
    answer: pageOf(Team, "TeamPage"),
    run: async ({ ctx, query }) => listAnswer(await listTeams(ctx, pageRequest(query))),
  }),
  operation({
    id: "createTeam",
    method: "post",
    path: "/teams",
    summary: "Form a team",
    tag,
    right: "administer",
    body: TeamName,
    status: 201,
    answer: Team,
    run: ({ ctx, body }) => createTeam(ctx, body),
  }),
  operation({
    id: "renameTeam",
    method: "patch",
    path: "/teams/{id}",
    summary: "Rename a team",
    tag,
    right: "administer",
    params: IdPath,
    body: TeamName,
    exists: (ctx, { id }) => loadTeam(ctx, id),
    status: 200,
    answer: Team,
    run: ({ ctx, params, body }) => renameTeam(ctx, params.id, body),
  }),
  operation({
    id: "deleteTeam",
    method: "delete",
    path: "/teams/{id}",
    summary: "Dissolve a team; its members and work stay",
    tag,
    right: "administer",
    params: IdPath,
    status: 204,
    run: ({ ctx, params }) => deleteTeam(ctx, params.id),
  }),
];
