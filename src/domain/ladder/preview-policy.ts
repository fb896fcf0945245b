import type { PolicyPreview, PolicyPreviewRequest } from "../../contract/escalation-policy.ts";
import { iso } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import { decodeAddressee, selectTeam } from "../deliveries/addressees.ts";
import { decodeTarget, selectAccountChannels } from "../deliveries/targets.ts";
import { willNotify } from "../handoffs/new-handoff.ts";
import { checkReferences, teamReference } from "../sessions/check-references.ts";
import { decodePolicy, selectPolicy } from "./account-policy.ts";
import { checkPolicy } from "./check-policy.ts";
import { foresee } from "./foresee.ts";

/**
 * Who would be told, when, on which channel, if a tool escalated at that moment and nobody picked it up: people, and the
 * chats of the account. A person who escalates is left out of it, as ever. Changes nothing.
 * @throws DomainError `validation_failed` (a policy that cannot work, an unknown team)
 */
export async function previewPolicy(ctx: DomainContext, input: PolicyPreviewRequest): Promise<PolicyPreview> {
  const { priority, team_id = null } = input;
  await checkReferences(ctx, [team_id !== null && teamReference(ctx, "/team_id", team_id)]);
  const [{ policy, team }, chatRows] = await Promise.all([
    standing(ctx, input),
    ctx.db.all(selectAccountChannels(ctx.account_id)),
  ]);
  const about = { policy, priority, team_id, handed_off_by: null, to_user_id: null, to_team_id: null };
  const created_at = input.at === undefined ? ctx.now : Date.parse(input.at);
  const foreseen = foresee(team, about, { created_at }, chatRows.map(decodeTarget));
  return {
    steps: foreseen.map(({ at, kind, people, chats }) => ({
      at: iso(at),
      kind,
      recipients: willNotify({ people, chats }),
    })),
  };
}

/** The policy that is asked about and the people it would tell: the given one if it can work, else the account's. */
async function standing(ctx: DomainContext, { policy }: PolicyPreviewRequest) {
  if (policy) return { policy, team: await checkPolicy(ctx, policy, "/policy") };
  const [policies = [], people = []] = await ctx.db.batch([
    selectPolicy(ctx.account_id),
    selectTeam(ctx.account_id),
  ]);
  return { policy: decodePolicy(policies[0]), team: people.map(decodeAddressee) };
}
