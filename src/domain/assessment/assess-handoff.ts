import { sql } from "drizzle-orm";
import type { Assessment } from "../../contract/handoff.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { handoffs, messages } from "../../db/schema.ts";
import { commit, operationOn } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { presentStep, selectSteps } from "../sessions/session-parts.ts";
import { nameIn } from "../sessions/session-row.ts";
import type { AssessmentInput } from "../../contract/assessment-input.ts";

/** How many messages an assessment looks at, and how much of each (`product.md` S4). */
const LAST_MESSAGES = 10;
const MESSAGE_CHARACTERS = 200;

/** What an assessment rests on; null if the handoff is not waiting for one. */
export async function loadAssessmentInput(
  ctx: DomainContext,
  handoffId: string,
): Promise<AssessmentInput | null> {
  const [found = []] = await ctx.db.batch([
    sql`SELECT h.*, s.problem_summary, s.problem_domain FROM handoffs h JOIN sessions s ON s.id = h.session_id
      WHERE h.id = ${handoffId} AND h.account_id = ${ctx.account_id} AND h.assessment_status = 'pending'`,
  ]);
  const [row] = found;
  if (!row) return null;
  const handoff = decodeRow(handoffs, row);
  const [stepRows = [], messageRows = []] = await ctx.db.batch([
    selectSteps(ctx.account_id, handoff.session_id),
    sql`SELECT * FROM messages WHERE session_id = ${handoff.session_id} AND account_id = ${ctx.account_id}
      ORDER BY created_at DESC, id DESC LIMIT ${LAST_MESSAGES}`,
  ]);
  return {
    problem_summary: nameIn(row, "problem_summary"),
    problem_domain: nameIn(row, "problem_domain"),
    engineer_notes: handoff.engineer_notes,
    steps: stepRows.map(presentStep).map(({ id, title, result, detail, evidence_url }) => ({
      id,
      title,
      result,
      detail,
      evidence_url,
    })),
    messages: messageRows
      .map((message) => decodeRow(messages, message))
      .toReversed()
      .map(({ id, role, content }) => ({ id, role, content: content.slice(0, MESSAGE_CHARACTERS) })),
  };
}

/** Writes the assessment (or that there is none) beside the handoff, once, with the fact that everybody sees live. */
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
    .set({ ...change, version: sql`version + 1`, updated_at: ctx.now, operation_id: operation.id })
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
