import { sql } from "drizzle-orm";
import type { Assessment } from "../../contract/handoff.ts";
import { handoffs } from "../../db/schema.ts";
import { commit, operationOn } from "../commit.ts";
import type { DomainContext } from "../context.ts";

/**
 * Writes the assessment (or that there is none) beside the handoff, once, with the fact that everybody sees live. A
 * briefing that was written without it is forgotten: the next reader gets one that knows it.
 */
export async function recordAssessment(
  ctx: DomainContext,
  handoffId: string,
  assessment: Assessment | null,
): Promise<void> {
  const operation = operationOn(ctx, "handoffs", handoffId);
  const change = {
    assessment_status: assessment ? ("ready" as const) : ("unavailable" as const),
    ai_assessment: assessment?.likely_cause ?? null,
    ai_assessment_data: assessment,
  };
  const guard = ctx.db.orm
    .update(handoffs)
    .set({
      ...change,
      briefing_text: null,
      briefing_source: null,
      briefing_at: null,
      version: sql`version + 1`,
      updated_at: ctx.now,
      operation_id: operation.id,
    })
    .where(sql`id = ${handoffId} AND account_id = ${ctx.account_id} AND assessment_status = 'pending'`)
    .getSQL();
  await commit(ctx, {
    operation,
    statements: [guard],
    facts: [
      {
        type: "handoff_updated",
        about: { handoff: handoffId },
        details: { changed: Object.keys(change), ...change },
      },
    ],
    answer: undefined,
  });
}
