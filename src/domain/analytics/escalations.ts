import { type SQL, sql } from "drizzle-orm";
import type { NumbersQuery } from "../../contract/analytics.ts";
import type { DomainContext } from "../context.ts";
import type { PageRequest } from "../page.ts";
import type { TimeRange } from "./time-range.ts";

/** What begins or ends somebody's hold on a handoff. */
const HOLDS = [
  "handoff_claimed",
  "handoff_reassigned",
  "handoff_released",
  "handoff_returned",
  "handoff_withdrawn",
  "handoff_superseded",
  "handoff_resolved",
];

/** Left alone, the planner might walk the account's whole log. */
const OF_HANDOFF = sql`INDEXED BY account_events_of_handoff`;

/**
 * The escalations of a range as common table expressions, one row each in `escalations`: what the handoff and its
 * session say, its first claim (a release empties the handoff's own), the time in ms until then or, where it still
 * waits, until now (`wait`; null where it ended unclaimed), the first action of a holder, and whether one read it back.
 * With a page, only its rows.
 */
export function escalationsOf(
  ctx: DomainContext,
  { from, to }: TimeRange,
  { team_id }: Pick<NumbersQuery, "team_id">,
  page?: PageRequest,
): SQL {
  const where = [
    sql`h.account_id = ${ctx.account_id}`,
    sql`h.created_at >= ${from}`,
    sql`h.created_at < ${to}`,
    sql`h.intent = 'escalate'`,
  ];
  if (team_id !== undefined && team_id !== "all") where.push(sql`h.team_id = ${team_id}`);
  if (page?.after) where.push(sql`(h.created_at, h.id) > (${page.after.at}, ${page.after.id})`);
  const cut = page ? sql`ORDER BY h.created_at, h.id LIMIT ${page.limit + 1}` : sql``;
  return sql`WITH chosen AS MATERIALIZED (
      SELECT h.id, h.session_id, h.team_id, h.status, h.priority, h.handed_off_by, h.created_at
      FROM handoffs h INDEXED BY handoffs_newest WHERE ${sql.join(where, sql` AND `)} ${cut}
    ), holds AS MATERIALIZED (
      SELECT chosen.*, e.details ->> '$.claimed_by.id' AS holder, e.created_at AS since,
        lead(e.created_at) OVER (PARTITION BY chosen.id ORDER BY e.seq) AS until,
        row_number() OVER (PARTITION BY chosen.id ORDER BY e.seq) AS place
      FROM chosen LEFT JOIN account_events e ${OF_HANDOFF}
        ON e.handoff_id = chosen.id AND e.account_id = ${ctx.account_id} AND e.type IN ${HOLDS}
    ), claims AS MATERIALIZED (
      SELECT id, session_id, team_id, status, priority, handed_off_by, created_at,
        max(CASE place WHEN 1 THEN holder END) AS claimed_by,
        min(CASE WHEN holder IS NOT NULL THEN since END) AS claimed_at,
        min(CASE WHEN holder IS NOT NULL THEN ${firstAction(ctx)} END) AS acted
      FROM holds GROUP BY id
    ), escalations AS MATERIALIZED (
      SELECT claims.*, CASE WHEN claimed_at IS NOT NULL THEN max(0, claimed_at - created_at)
          WHEN status = 'open' THEN max(0, ${ctx.now} - created_at) END AS wait,
        max(0, acted - claimed_at) AS action, claimed_at IS NOT NULL AND ${readBack(ctx)} AS read_back
      FROM claims
    )`;
}

/** When the holder of a hold first wrote a message, a step or a note while they had it. */
function firstAction(ctx: DomainContext): SQL {
  const held = (at: SQL) => sql`${at} >= holds.since AND ${at} < coalesce(holds.until, 9e15)`;
  const written = (
    table: "messages" | "steps",
  ) => sql`(SELECT min(w.created_at) FROM ${sql.identifier(table)} w
    WHERE w.session_id = holds.session_id AND w.account_id = ${ctx.account_id} AND w.author_id = holds.holder
      AND ${held(sql`w.created_at`)})`;
  const noted = sql`(SELECT min(n.created_at) FROM account_events n ${OF_HANDOFF}
    WHERE n.handoff_id = holds.id AND n.account_id = ${ctx.account_id} AND n.type = 'handoff_updated'
      AND n.actor_id = holds.holder AND n.details -> '$.note' IS NOT NULL AND ${held(sql`n.created_at`)})`;
  // The smallest of three of which each may be missing.
  return sql`nullif(min(coalesce(${written("messages")}, 9e15), coalesce(${written("steps")}, 9e15),
    coalesce(${noted}, 9e15)), 9e15)`;
}

/** Whether a holder wrote what they understood: with the claim or after it. */
function readBack(ctx: DomainContext): SQL {
  return sql`EXISTS (SELECT 1 FROM account_events r ${OF_HANDOFF}
    WHERE r.handoff_id = claims.id AND r.account_id = ${ctx.account_id} AND r.type IN ('handoff_claimed', 'handoff_updated')
      AND r.details ->> '$.read_back' IS NOT NULL)`;
}
