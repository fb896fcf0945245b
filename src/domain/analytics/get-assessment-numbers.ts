import { sql } from "drizzle-orm";
import type { AssessmentNumbers, AssessmentNumbersQuery } from "../../contract/assessment-verdict.ts";
import { VERDICTS } from "../../contract/handoff.ts";
import { iso } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import { timeRange } from "./time-range.ts";

interface Judged {
  source: string;
  model: string | null;
  right: number;
  partly: number;
  wrong: number;
  unrated: number;
}

/**
 * How often holders agreed with the assessments of the escalations made in a range, whole and by what made them.
 * @throws DomainError `validation_failed` for a range that ends before it begins or is too long
 */
export async function getAssessmentNumbers(
  ctx: DomainContext,
  query: AssessmentNumbersQuery,
): Promise<AssessmentNumbers> {
  const { from, to } = timeRange(ctx, { ...query, tz: "UTC" });
  const { team_id } = query;
  const ofTeam = team_id === undefined || team_id === "all" ? sql`1` : sql`h.team_id = ${team_id}`;
  const counts = VERDICTS.map(
    (verdict) => sql`total(h.assessment_verdict IS ${verdict}) AS ${sql.identifier(verdict)}`,
  );
  const rows = await ctx.db.all<Judged>(sql`SELECT h.ai_assessment_data ->> '$.source' AS source,
      h.ai_assessment_data ->> '$.model' AS model, ${sql.join(counts, sql`, `)},
      total(h.assessment_verdict IS NULL) AS unrated
    FROM handoffs h INDEXED BY handoffs_newest
    WHERE h.account_id = ${ctx.account_id} AND h.created_at >= ${from} AND h.created_at < ${to}
      AND h.intent = 'escalate' AND h.assessment_status = 'ready' AND ${ofTeam}
    GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2`);
  const sum = (verdict: "right" | "partly" | "wrong" | "unrated") =>
    rows.reduce((total, row) => total + row[verdict], 0);
  return {
    from: iso(from),
    to: iso(to),
    assessment_verdicts: {
      right: sum("right"),
      partly: sum("partly"),
      wrong: sum("wrong"),
      unrated: sum("unrated"),
    },
    by_source: rows,
  };
}
