import { type SQL, sql } from "drizzle-orm";
import type { EscalationNumbers, NumbersQuery } from "../../contract/analytics.ts";
import type { HandoffStatus } from "../../contract/handoff-lifecycle.ts";
import { type OffsetSpan, offsetsBetween } from "../../platform/zoned-time.ts";
import { isAdmin } from "../actor.ts";
import type { DomainContext } from "../context.ts";
import { escalationsOf } from "./escalations.ts";
import { type Group, presentNumbers } from "./present-numbers.ts";
import { timeRange } from "./time-range.ts";

/** Every way in which the escalations are put together; each falls into at most one group of each. */
const CUTS = ["all", "action", "day", "hour", "priority", "domain"];
const CUTS_BY_MEMBER = ["handed_off", "claimed"];

/**
 * How long the account's escalations of a range waited, whole and by day, hour, priority and domain; for owners and
 * admins by member too. One statement: each escalation is read once and stands in one group of every cut.
 * @throws DomainError `validation_failed` for a range that ends before it begins or is too long
 */
export async function getEscalationNumbers(
  ctx: DomainContext,
  query: NumbersQuery,
): Promise<EscalationNumbers> {
  const range = timeRange(ctx, query);
  const spans = offsetsBetween(query.tz, range.from, range.to);
  const local = sql`(escalations.created_at + ${offsetOf(spans)})`;
  const cuts = isAdmin(ctx.actor) ? [...CUTS, ...CUTS_BY_MEMBER] : CUTS;
  const groups = await ctx.db.all<Group>(sql`${escalationsOf(ctx, range, query)}, grouped AS MATERIALIZED (
      SELECT c.value AS cut, escalations.claimed_at, escalations.read_back, escalations.status,
        CASE c.value WHEN 'day' THEN floor(${local} / 86400000.0) WHEN 'hour' THEN floor(${local} / 3600000.0) % 24
          WHEN 'priority' THEN escalations.priority WHEN 'domain' THEN s.problem_domain WHEN 'handed_off' THEN escalations.handed_off_by
          WHEN 'claimed' THEN escalations.claimed_by END AS key,
        CASE c.value WHEN 'action' THEN escalations.action ELSE escalations.wait END AS value
      FROM escalations JOIN sessions s ON s.id = escalations.session_id CROSS JOIN json_each(${JSON.stringify(cuts)}) c
    ), ranked AS MATERIALIZED (
      SELECT *, row_number() OVER (PARTITION BY cut, key ORDER BY value NULLS LAST) AS place,
        count(value) OVER (PARTITION BY cut, key) AS ranks
      FROM grouped
    )
    SELECT cut, key, count(*) AS created, count(claimed_at) AS claimed, ${percentile(50)} AS p50,
      ${percentile(90)} AS p90, ${percentile(99)} AS p99, max(value) AS longest, sum(read_back) AS read_back,
      ${standing("open")} AS open, ${standing("returned")} AS returned, ${standing("withdrawn")} AS withdrawn,
      ${standing("superseded")} AS superseded, ${standing("resolved")} AS resolved,
      sum(status = 'open' AND claimed_at IS NULL) AS waiting, u.name
    FROM ranked LEFT JOIN users u ON cut IN ('handed_off', 'claimed') AND u.id = key
    GROUP BY cut, key`);
  return presentNumbers(groups, { range, spans, byMember: isAdmin(ctx.actor) });
}

/** How far the zone's clocks were ahead when an escalation was made, ms. */
function offsetOf(spans: OffsetSpan[]): SQL {
  const before = spans.map(({ to, offset }) => sql`WHEN escalations.created_at < ${to} THEN ${offset}`);
  return sql`CASE ${sql.join(before, sql` `)} END`;
}

/** The nearest-rank percentile of a group: its value at place ceil(n · p / 100). */
function percentile(p: 50 | 90 | 99): SQL {
  return sql`max(CASE WHEN place = (ranks * ${sql.raw(String(p))} + 99) / 100 THEN value END)`;
}

/** How many of a group stand in a state now. */
function standing(status: HandoffStatus): SQL {
  return sql`sum(status = ${status})`;
}
