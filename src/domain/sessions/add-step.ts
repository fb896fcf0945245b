import { sql } from "drizzle-orm";
import { type NewStep, STEP_LIMIT, type Step } from "../../contract/session.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { sessions, steps } from "../../db/schema.ts";
import { iso } from "../../platform/iso.ts";
import { userIdOf } from "../actor.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { branchReference, checkReferences } from "./check-references.ts";
import { loadSession } from "./load-session.ts";
import { requireMayAdd, requireUnresolved } from "./session-rights.ts";

/**
 * Records what was tried and what came of it; the session's `step_count` grows with it.
 * @throws DomainError `not_found`, `validation_failed` (unknown branch), `forbidden`, `invalid_transition` (resolved, step 501)
 */
export function addStep(ctx: DomainContext, sessionId: string, input: NewStep): Promise<Step> {
  return untilCommitted(async () => {
    const session = await loadSession(ctx, sessionId);
    const branch_id = input.branch_id === undefined ? session.active_branch_id : input.branch_id;
    await checkReferences(ctx, [
      !!input.branch_id && branchReference(ctx, "/branch_id", sessionId, input.branch_id),
    ]);
    requireMayAdd(ctx, session);
    requireUnresolved(session);
    if (session.step_count >= STEP_LIMIT) {
      throw new DomainError("invalid_transition", `A session holds at most ${STEP_LIMIT} steps.`);
    }
    const operation = operationOn(ctx, "sessions", sessionId);
    const position = session.step_count + 1;
    const row = {
      id: ctx.newId(),
      position,
      title: input.title,
      result: input.result,
      detail: input.detail ?? null,
      evidence_url: input.evidence_url ?? null,
      branch_id,
      author_id: userIdOf(ctx.actor),
    };
    const answer: Step = {
      ...row,
      author_name: row.author_id ? ctx.actor.name : null,
      created_at: iso(ctx.now),
    };
    const guard = ctx.db.orm
      .update(sessions)
      .set({ step_count: position, updated_at: ctx.now, operation_id: operation.id })
      .where(sql`id = ${sessionId} AND account_id = ${ctx.account_id} AND status <> 'resolved'
        AND step_count = ${session.step_count}`)
      .getSQL();
    const owner = { account_id: ctx.account_id, session_id: sessionId, created_at: ctx.now };
    const statements = [guard, insertWhere(steps, { ...row, ...owner }, operation.stands)];
    const { won } = await commit(ctx, { operation, statements, answer });
    return won ? answer : null;
  });
}
