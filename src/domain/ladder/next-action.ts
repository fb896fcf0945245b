import { type SQL, sql } from "drizzle-orm";
import { DEFAULT_POLICY } from "../../contract/escalation-policy.ts";
import type { HandoffRow } from "../handoffs/handoff-row.ts";
import { ladderStep } from "./plan.ts";

type Waiting = Pick<HandoffRow, "intent" | "policy" | "ladder_step" | "priority" | "created_at" | "wake_at">;

/** When an open handoff is next looked after, ms: the ladder's next step, or what its parker asked for. */
export function nextWhileOpen(handoff: Waiting): number | null {
  const { intent, policy, ladder_step } = handoff;
  // A parked one has one step: that its parker is reminded.
  if (intent === "park") return ladder_step > 0 ? null : handoff.wake_at;
  return ladderStep(policy ?? DEFAULT_POLICY, handoff, ladder_step).at;
}

/** When a claimed handoff is next looked after, ms: when its holder has done nothing for as long as the policy allows. */
export function nextWhileClaimed({ policy }: Pick<HandoffRow, "policy">, since: number): number | null {
  const { claim_lease_minutes } = policy ?? DEFAULT_POLICY;
  return claim_lease_minutes === null ? null : since + claim_lease_minutes * 60_000;
}

/** The same as `nextWhileClaimed`, for a claim that does not read before it writes. */
export function nextWhileClaimedSql(since: number): SQL {
  const { claim_lease_minutes } = DEFAULT_POLICY;
  return sql`CASE WHEN policy IS NULL THEN ${since} + ${claim_lease_minutes ?? 0} * 60000
    ELSE ${since} + (policy ->> 'claim_lease_minutes') * 60000 END`;
}
