import { sql } from "drizzle-orm";
import type { NumbersQuery } from "../../contract/analytics.ts";
import type { HandoffStatus, Priority } from "../../contract/handoff-lifecycle.ts";
import type { DomainContext } from "../context.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";
import { escalationsOf } from "./escalations.ts";
import { timeRange } from "./time-range.ts";

/** One escalation of a range, as whoever calculates with the numbers needs it; times in ms. */
export interface EscalationRow {
  id: string;
  session_id: string;
  created_at: number;
  problem_summary: string | null;
  customer: string | null;
  device: string | null;
  problem_domain: string | null;
  priority: Priority;
  team: string | null;
  status: HandoffStatus;
  handed_off_by: string | null;
  claimed_by: string | null;
  claimed_at: number | null;
  /** How long until its first claim or, where it still waits, until now; null where it ended unclaimed. */
  wait: number | null;
  /** From the first claim to the first action of a holder. */
  action: number | null;
  read_back: 0 | 1;
}

/**
 * The escalations behind the numbers of a range, oldest first, page by page.
 * @throws DomainError `validation_failed` for a range that ends before it begins or is too long
 */
export async function listEscalationRows(
  ctx: DomainContext,
  query: NumbersQuery,
  page: PageRequest,
): Promise<PageOf<EscalationRow>> {
  const rows = await ctx.db.all<EscalationRow>(sql`${escalationsOf(ctx, timeRange(ctx, query), query, page)}
    SELECT escalations.*, s.problem_summary, s.customer, s.device, s.problem_domain, t.name AS team,
      o.name AS handed_off_by, c.name AS claimed_by
    FROM escalations JOIN sessions s ON s.id = escalations.session_id LEFT JOIN teams t ON t.id = escalations.team_id
    LEFT JOIN users o ON o.id = escalations.handed_off_by LEFT JOIN users c ON c.id = escalations.claimed_by
    ORDER BY escalations.created_at, escalations.id`);
  return cutPage(
    rows,
    page.limit,
    (row) => row,
    ({ id, created_at }) => ({ at: created_at, id }),
  );
}
