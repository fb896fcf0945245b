import { type SQL, sql } from "drizzle-orm";
import type { AssessmentInput, ResolvedSession } from "../../contract/assessment-input.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { handoffs, sessions } from "../../db/schema.ts";
import type { DomainContext } from "../context.ts";
import { excerpt } from "../../platform/excerpt.ts";
import { presentMessage, presentStep, selectLastMessages, selectSteps } from "../sessions/session-parts.ts";
import { nameIn } from "../sessions/session-row.ts";

/** How much of each message an assessment looks at (`product.md` S4). */
const MESSAGE_CHARACTERS = 200;
const INTAKE_CHARACTERS = 1_000;

/** Among so many of the account's newest resolved sessions it looks for similar ones, and reads so much of each. */
const RESOLVED_SESSIONS = 200;
const RESOLUTION_CHARACTERS = 300;

/** What an assessment rests on; null if the handoff is not waiting for one. */
export async function loadAssessmentInput(
  ctx: DomainContext,
  handoffId: string,
): Promise<AssessmentInput | null> {
  const [found = []] = await ctx.db.batch([
    sql`SELECT h.*, s.problem_summary, s.problem_domain, s.intake_content FROM handoffs h
      JOIN sessions s ON s.id = h.session_id
      WHERE h.id = ${handoffId} AND h.account_id = ${ctx.account_id} AND h.assessment_status = 'pending'`,
  ]);
  const [row] = found;
  if (!row) return null;
  const handoff = decodeRow(handoffs, row);
  const [stepRows = [], messageRows = [], resolvedRows = []] = await ctx.db.batch([
    selectSteps(ctx.account_id, handoff.session_id),
    selectLastMessages(ctx.account_id, handoff.session_id),
    selectResolved(ctx.account_id),
  ]);
  return {
    problem_summary: nameIn(row, "problem_summary"),
    problem_domain: nameIn(row, "problem_domain"),
    engineer_notes: handoff.engineer_notes,
    intake: intakeText(decodeRow(sessions, row).intake_content),
    steps: stepRows.map(presentStep).map(({ id, title, result, detail, evidence_url }) => ({
      id,
      title,
      result,
      detail,
      evidence_url,
    })),
    messages: messageRows
      .map(presentMessage)
      .toReversed()
      .map(({ id, role, content }) => ({ id, role, content: excerpt(content, MESSAGE_CHARACTERS) })),
    resolved: resolvedRows
      .map(presentResolved)
      .filter(({ problem_summary, resolution }) => problem_summary !== "" && resolution !== ""),
  };
}

/** The account's newest resolved sessions, each with the last step of it that worked. */
function selectResolved(account: string): SQL {
  return sql`SELECT r.id, r.problem_summary, r.problem_domain, substr(r.resolution, 1, ${3 * RESOLUTION_CHARACTERS}) AS resolution,
      (SELECT json_array(w.id, w.title) FROM steps w WHERE w.session_id = r.id AND w.account_id = ${account}
        AND w.result = 'worked' ORDER BY w.position DESC LIMIT 1) AS worked
    FROM sessions r WHERE r.account_id = ${account} AND r.status = 'resolved'
    ORDER BY r.created_at DESC, r.id DESC LIMIT ${RESOLVED_SESSIONS}`;
}

function presentResolved(row: Row): ResolvedSession {
  const worked = nameIn(row, "worked");
  // The pair that selectResolved makes, or nothing.
  const [id, title] = worked === null ? [] : (JSON.parse(worked) as [string, string]);
  return {
    id: nameIn(row, "id") ?? "",
    problem_summary: nameIn(row, "problem_summary") ?? "",
    problem_domain: nameIn(row, "problem_domain"),
    resolution: excerpt(nameIn(row, "resolution") ?? "", RESOLUTION_CHARACTERS),
    worked: id === undefined || title === undefined ? null : { id, title },
  };
}

/** What stands in a form or an alert, as `name: value` pairs; null where there is nothing. */
function intakeText(content: Record<string, unknown>): string | null {
  const said = Object.entries(content).flatMap(([name, value]) => {
    if (value === null || value === "") return [];
    return [`${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`];
  });
  return said.length === 0 ? null : excerpt(said.join("\n"), INTAKE_CHARACTERS);
}
