import { type InferSelectModel, sql } from "drizzle-orm";
import type { Branch, BranchChange, NewBranch } from "../../contract/session.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { branches } from "../../db/schema.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { invalidField, notFound } from "../errors.ts";
import { touchSession } from "./add-message.ts";
import { branchReference, checkReferences } from "./check-references.ts";
import { asRead, loadSession } from "./load-session.ts";
import { presentBranch, selectBranches } from "./session-parts.ts";
import { requireMayAdd, requireUnresolved } from "./session-rights.ts";

type BranchRow = InferSelectModel<typeof branches>;

/**
 * Opens a branch of the investigation; the first one makes the session branch and becomes its active branch.
 * @throws DomainError `not_found`, `validation_failed` (unknown parent), `forbidden`, `invalid_transition`
 */
export function addBranch(ctx: DomainContext, sessionId: string, input: NewBranch): Promise<Branch> {
  return untilCommitted(async () => {
    const { session, existing } = await loadWithBranches(ctx, sessionId);
    await checkReferences(ctx, [
      !!input.parent_branch_id &&
        branchReference(ctx, "/parent_branch_id", sessionId, input.parent_branch_id),
    ]);
    requireMayAdd(ctx, session);
    requireUnresolved(session);
    const operation = operationOn(ctx, "sessions", sessionId);
    const row: BranchRow = {
      id: ctx.newId(),
      account_id: ctx.account_id,
      session_id: sessionId,
      label: input.label,
      status: input.status ?? "open",
      status_reason: input.status_reason ?? null,
      parent_branch_id: input.parent_branch_id ?? null,
      branch_order: existing.length + 1,
      created_at: ctx.now,
    };
    const first = existing.length === 0 ? sql`, is_branching = 1, active_branch_id = ${row.id}` : sql``;
    const guard = sql`${touchSession(ctx, sessionId, operation.id, first)}
      AND (SELECT count(*) FROM branches b WHERE b.session_id = sessions.id) = ${existing.length}`;
    const answer = presentBranch(row);
    const statements = [guard, insertWhere(branches, row, operation.stands)];
    const { won } = await commit(ctx, { operation, statements, answer });
    return won ? answer : null;
  });
}

/**
 * Changes a branch, for instance to `dead_end` with the reason.
 * @throws DomainError `not_found`, `validation_failed` (unknown parent, or a circle), `forbidden`, `invalid_transition`
 */
export function changeBranch(
  ctx: DomainContext,
  key: { session_id: string; branch_id: string },
  change: BranchChange,
): Promise<Branch> {
  return untilCommitted(async () => {
    const { session, existing } = await loadWithBranches(ctx, key.session_id);
    const branch = existing.find((candidate) => candidate.id === key.branch_id);
    if (!branch) throw notFound("branch");
    if (change.parent_branch_id) checkParent(existing, branch.id, change.parent_branch_id);
    requireMayAdd(ctx, session);
    requireUnresolved(session);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const operation = operationOn(ctx, "sessions", session.id);
    const answer = presentBranch({ ...branch, ...given });
    const statements = [
      sql`UPDATE sessions SET updated_at = ${ctx.now}, operation_id = ${operation.id} WHERE ${asRead(session)}`,
    ];
    if (Object.keys(given).length > 0) {
      const where = sql`id = ${branch.id} AND account_id = ${ctx.account_id} AND ${operation.stands}`;
      statements.push(ctx.db.orm.update(branches).set(given).where(where).getSQL());
    }
    const { won } = await commit(ctx, { operation, statements, answer });
    return won ? answer : null;
  });
}

async function loadWithBranches(ctx: DomainContext, sessionId: string) {
  const session = await loadSession(ctx, sessionId);
  const rows = await ctx.db.all(selectBranches(ctx.account_id, sessionId));
  return { session, existing: rows.map((row) => decodeRow(branches, row)) };
}

/** A parent must be a branch of the session, and not one below the branch itself. */
function checkParent(existing: readonly BranchRow[], id: string, parentId: string): void {
  for (let at: string | null = parentId; at !== null;) {
    const here = existing.find((branch) => branch.id === at);
    if (!here) throw invalidField("/parent_branch_id", "There is no such branch in this session.");
    if (here.id === id) throw invalidField("/parent_branch_id", "A branch cannot stand below itself.");
    at = here.parent_branch_id;
  }
}

/** @throws DomainError `not_found` */
export async function branchExists(
  ctx: DomainContext,
  key: { session_id: string; branch_id: string },
): Promise<void> {
  const { existing } = await loadWithBranches(ctx, key.session_id);
  if (!existing.some((branch) => branch.id === key.branch_id)) throw notFound("branch");
}
