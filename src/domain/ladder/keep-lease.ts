import { type SQL, sql } from "drizzle-orm";
import { DEFAULT_POLICY } from "../../contract/escalation-policy.ts";
import { HANDOFF_VERBS, SESSION_STATUS_BY_INTENT } from "../../contract/handoff-lifecycle.ts";
import type { DomainContext } from "../context.ts";
import type { Addressee } from "../deliveries/addressees.ts";
import type { HandoffRow } from "../handoffs/handoff-row.ts";
import { type Care, named } from "./care.ts";
import { nextWhileOpen } from "./next-action.ts";
import { tellAt } from "./recipients.ts";

const MINUTE = 60_000;

/** The fields of a handoff that people write while they work on it. */
const WRITTEN = ["note", "read_back", "correction", "assessment_verdict"];

/**
 * When somebody last worked on a claimed handoff, ms: its claim, or what people have written in its session or on it
 * since. What tools and Baton itself write does not count.
 */
export function selectActivity(accountId: string, handoffId: string): SQL {
  const written = (table: "messages" | "steps" | "branches", by: SQL) =>
    sql`coalesce((SELECT max(w.created_at) FROM ${sql.identifier(table)} w WHERE w.session_id = h.session_id AND ${by}), 0)`;
  const byPeople = sql`w.author_id IS NOT NULL AND w.created_at > h.claimed_at`;
  return sql`SELECT max(coalesce(h.claimed_at, h.created_at), ${written("messages", byPeople)}, ${written("steps", byPeople)},
      ${written("branches", sql`1`)},
      coalesce((SELECT max(e.created_at) FROM account_events e, json_each(e.details, '$.changed') c
        WHERE e.handoff_id = h.id AND e.type = 'handoff_updated' AND e.actor_kind = 'member'
          AND c.value IN ${WRITTEN}), 0)) AS active_at
    FROM handoffs h WHERE h.id = ${handoffId} AND h.account_id = ${accountId}`;
}

/**
 * The claim lease: a holder who has done nothing for as long as the policy allows is reminded; after the same time again
 * the handoff goes back to the queue. `activeAt` is when somebody last worked on it.
 */
export function keepLease(
  ctx: DomainContext,
  handoff: HandoffRow,
  team: readonly Addressee[],
  activeAt: number,
): Care {
  const policy = handoff.policy ?? DEFAULT_POLICY;
  if (policy.claim_lease_minutes === null) return { change: { next_action_at: null }, facts: [] };
  const lease = policy.claim_lease_minutes * MINUTE;
  // Asked again by the write: whoever begins to work at that very moment keeps it.
  const guard = sql`(${selectActivity(ctx.account_id, handoff.id)}) = ${activeAt}`;
  const holder = team.find(({ user_id }) => user_id === handoff.claimed_by);
  if (!holder) return backToQueue(ctx, handoff, guard, "Its holder can no longer work on it.");

  if (ctx.now < activeAt + lease) {
    return { change: { next_action_at: activeAt + lease, lease_reminded_at: null }, facts: [] };
  }
  const reminded = handoff.lease_reminded_at;
  if (reminded === null || reminded < activeAt) {
    // Nobody loses a handoff over a reminder that their quiet hours kept from them.
    const at = tellAt(holder, policy, handoff.priority, ctx.now);
    const about = { handoff: handoff.id };
    return {
      change: { lease_reminded_at: at, next_action_at: at + lease },
      facts: [{ type: "handoff_reminded", about, details: { recipients: [named(holder)] } }],
      promised: [{ kind: "reminder", people: [holder], notBefore: () => at }],
      guard,
    };
  }
  if (ctx.now < reminded + lease) return { change: { next_action_at: reminded + lease }, facts: [] };
  const silent = Math.floor((ctx.now - activeAt) / MINUTE);
  return backToQueue(ctx, handoff, guard, `Nothing was done about it for ${silent} minutes.`);
}

/** Like a release by its holder; the ladder goes on by age, a minute later at the earliest. */
function backToQueue(ctx: DomainContext, handoff: HandoffRow, guard: SQL, reason: string): Care {
  const next = nextWhileOpen(handoff);
  return {
    change: {
      status: HANDOFF_VERBS.release.to,
      claimed_by: null,
      claimed_at: null,
      read_back: null,
      correction: null,
      take_over: null,
      lease_reminded_at: null,
      opened_version: handoff.version + 1,
      next_action_at: next === null ? null : Math.max(next, ctx.now + MINUTE),
    },
    session: sql`status = ${SESSION_STATUS_BY_INTENT[handoff.intent]}, escalated_to_id = NULL`,
    facts: [{ type: "handoff_released", about: { handoff: handoff.id }, details: { reason } }],
    guard,
    cancels: true,
  };
}
