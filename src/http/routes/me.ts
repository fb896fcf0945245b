import { Me } from "../../contract/member.ts";
import type { Actor } from "../../domain/actor.ts";
import { operation } from "../operation.ts";
import type { Caller } from "../require-caller.ts";

export const meRoutes = [
  operation({
    id: "getMe",
    method: "get",
    path: "/me",
    summary: "Who is calling, in which account and role",
    tag: "Me",
    right: "signed_in",
    status: 200,
    answer: Me,
    run: async ({ caller }) => describe(caller),
  }),
];

function describe(caller: Caller): Me {
  const account = { id: caller.account.id, name: caller.account.name };
  const actor: Actor = caller.account.actor;
  if (caller.kind === "api_key")
    return { user: null, account, role: null, scopes: [...caller.account.actor.scopes] };
  if (actor.kind !== "member") throw new Error("A member's login acts as a member.");
  return { user: caller.user, account, role: actor.role, team_id: actor.team_id };
}
