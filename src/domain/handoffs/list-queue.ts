import { type SQL, sql } from "drizzle-orm";
import type { EscalationPolicy } from "../../contract/escalation-policy.ts";
import type { HandoffQuery, QueueRow } from "../../contract/handoff.ts";
import type { Person } from "../../contract/person.ts";
import { userIdOf } from "../actor.ts";
import type { DomainContext } from "../context.ts";
import { contains } from "../contains.ts";
import { nextEscalation } from "../ladder/next-escalation.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";
import { iso, isoOrNull } from "../../platform/iso.ts";

export type QueueFilter = Partial<Omit<HandoffQuery, "limit" | "cursor">>;

/** The columns of a queue row as they come from the database. */
type Raw = Omit<
  QueueRow,
  | "handed_off_by"
  | "claimed_by"
  | "claimed_at"
  | "next_action_at"
  | "next_escalation"
  | "created_at"
  | "last_seen_at"
  | "viewers"
> & {
  handed_off_by: string | null;
  handed_off_by_name: string | null;
  claimed_by: string | null;
  claimed_by_name: string | null;
  claimed_at: number | null;
  next_action_at: number | null;
  created_at: number;
  last_seen_at: number | null;
  policy: string | null;
  ladder_step: number;
  place: number;
};

/** The place of a row in a list sorted by urgency: priority first, among equals the one that waits longest. */
const URGENCY = sql`(CASE h.priority WHEN 'critical' THEN 3 WHEN 'high' THEN 2 WHEN 'normal' THEN 1 ELSE 0 END)
  * 100000000000000 - h.created_at`;

/** Left alone, the planner takes the index of all handoffs and walks past every ended one of a busy account. */
const UNCLAIMED = sql`INDEXED BY handoffs_unclaimed`;

/**
 * Handoffs as rows of a list: by default the unclaimed ones, newest first. A caller with a team sees that team's and
 * team-less ones unless `team_id` says otherwise.
 */
export async function listQueue(
  ctx: DomainContext,
  filter: QueueFilter,
  page: PageRequest,
): Promise<PageOf<QueueRow>> {
  const place = filter.sort === "urgency" ? URGENCY : sql`h.created_at`;
  const where = conditions(ctx, filter);
  if (page.after) where.push(sql`(${place}, h.id) < (${page.after.at}, ${page.after.id})`);
  const rows = await ctx.db
    .all<Raw>(sql`SELECT h.id AS handoff_id, h.session_id, h.team_id, h.intent, h.status,
      s.problem_summary, s.problem_domain, s.customer, s.device, h.priority,
      coalesce(h.engineer_notes, '') AS engineer_notes, h.handed_off_by, o.name AS handed_off_by_name,
      CASE WHEN h.handed_off_by IS NULL THEN s.source_name END AS handed_off_by_tool, h.created_at, h.occurrences,
      CASE WHEN s.integration_id IS NOT NULL THEN (SELECT max(a.last_seen_at) FROM alerts a WHERE a.handoff_id = h.id) END AS last_seen_at,
      h.claimed_by, c.name AS claimed_by_name, h.claimed_at, h.assessment_status, h.next_action_at, h.policy, h.ladder_step, h.version,
      ${place} AS place
    FROM handoffs h ${isUnclaimed(filter) ? UNCLAIMED : sql``} JOIN sessions s ON s.id = h.session_id
    LEFT JOIN users o ON o.id = h.handed_off_by LEFT JOIN users c ON c.id = h.claimed_by
    WHERE ${sql.join(where, sql` AND `)} ORDER BY ${place} DESC, h.id DESC LIMIT ${page.limit + 1}`);
  return cutPage(rows, page.limit, present, (row) => ({ at: row.place, id: row.handoff_id }));
}

function isUnclaimed(filter: QueueFilter): boolean {
  return (filter.scope ?? "unclaimed") === "unclaimed";
}

function conditions(ctx: DomainContext, filter: QueueFilter): SQL[] {
  const where = [sql`h.account_id = ${ctx.account_id}`];
  const me = userIdOf(ctx.actor);
  switch (filter.scope ?? "unclaimed") {
    case "unclaimed":
      where.push(sql`h.status = 'open'`);
      break;
    case "mine":
      where.push(sql`h.claimed_by = ${me}`);
      break;
    case "handed_off":
      where.push(sql`h.handed_off_by = ${me}`);
      break;
    case "all":
      break;
  }
  const myTeam = ctx.actor.kind === "member" ? ctx.actor.team_id : null;
  if (filter.team_id && filter.team_id !== "all") where.push(sql`h.team_id = ${filter.team_id}`);
  else if (!filter.team_id && myTeam && isUnclaimed(filter))
    where.push(sql`(h.team_id = ${myTeam} OR h.team_id IS NULL)`);
  if (filter.status) where.push(sql`h.status = ${filter.status}`);
  if (filter.intent) where.push(sql`h.intent = ${filter.intent}`);
  if (filter.priority) where.push(sql`h.priority = ${filter.priority}`);
  if (filter.domain) where.push(sql`s.problem_domain = ${filter.domain}`);
  if (filter.customer) where.push(sql`s.customer = ${filter.customer}`);
  if (filter.q) {
    const { q } = filter;
    const columns = [sql`s.problem_summary`, sql`h.engineer_notes`, sql`s.customer`];
    where.push(
      sql`(${sql.join(
        columns.map((column) => contains(column, q)),
        sql` OR `,
      )})`,
    );
  }
  return where;
}

function present(raw: Raw): QueueRow {
  const { place: _, handed_off_by_name, claimed_by_name, policy, ladder_step, ...row } = raw;
  // It was checked when it was frozen onto the handoff.
  const frozen = policy === null ? null : (JSON.parse(policy) as EscalationPolicy);
  return {
    ...row,
    handed_off_by: person(row.handed_off_by, handed_off_by_name),
    claimed_by: person(row.claimed_by, claimed_by_name),
    claimed_at: isoOrNull(row.claimed_at),
    next_action_at: isoOrNull(row.next_action_at),
    next_escalation: nextEscalation({ ...row, policy: frozen, ladder_step }),
    created_at: iso(row.created_at),
    last_seen_at: isoOrNull(row.last_seen_at),
    viewers: [],
  };
}

function person(id: string | null, name: string | null): Person | null {
  return id === null ? null : { id, name: name ?? "" };
}
