import { sql } from "drizzle-orm";
import type { EscalationPolicy } from "../../contract/escalation-policy.ts";
import { untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { selectColleague } from "../deliveries/addressees.ts";
import { IS_REACHABLE } from "../deliveries/ways.ts";
import { decodePolicy, selectPolicy } from "./account-policy.ts";
import { checkPolicy } from "./check-policy.ts";

/** The account's policy, whole; that of everybody where it has chosen none. */
export async function getPolicy(ctx: DomainContext): Promise<EscalationPolicy> {
  const [row] = await ctx.db.all(selectPolicy(ctx.account_id));
  return decodePolicy(row);
}

/**
 * Gives the account another policy, for handoffs made from then on: those under way keep theirs.
 * @throws DomainError `validation_failed` for one that cannot work
 */
export function changePolicy(ctx: DomainContext, policy: EscalationPolicy): Promise<EscalationPolicy> {
  const { fallback_user_id } = policy;
  // Asked again by the write: whoever stops being the account's to call meanwhile is no fallback.
  const fallbackStands =
    fallback_user_id === null
      ? sql`1`
      : sql`EXISTS (${selectColleague(ctx.account_id, fallback_user_id)} AND ${IS_REACHABLE})`;
  return untilCommitted(async () => {
    await checkPolicy(ctx, policy);
    const changed = await ctx.db.all(sql`UPDATE accounts SET escalation_policy = ${JSON.stringify(policy)}
      WHERE id = ${ctx.account_id} AND ${fallbackStands} RETURNING id`);
    return changed.length > 0 ? policy : null;
  });
}
