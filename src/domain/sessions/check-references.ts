import { type SQL, sql } from "drizzle-orm";
import { WORKING_ROLES } from "../../contract/role.ts";
import type { DomainContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { FieldError } from "../../contract/problem.ts";

/** A reference in a body: where it stands, and the query that finds what it names inside the account. */
export interface Reference {
  pointer: string;
  found: SQL;
  detail: string;
}

export function teamReference(ctx: DomainContext, pointer: string, id: string): Reference {
  const found = sql`SELECT 1 AS found FROM teams WHERE id = ${id} AND account_id = ${ctx.account_id}`;
  return { pointer, found, detail: "There is no such team." };
}

/** A PSA connection of the account. */
export function connectionReference(ctx: DomainContext, pointer: string, id: string): Reference {
  const found = sql`SELECT 1 AS found FROM psa_connections WHERE id = ${id} AND account_id = ${ctx.account_id}`;
  return { pointer, found, detail: "There is no such PSA connection." };
}

/** An active member who takes part in escalations. */
export function colleagueReference(ctx: DomainContext, pointer: string, userId: string): Reference {
  const found = sql`SELECT 1 AS found FROM members WHERE user_id = ${userId} AND account_id = ${ctx.account_id}
    AND active = 1 AND deleted_at IS NULL AND role IN ${WORKING_ROLES}`;
  return { pointer, found, detail: "There is no such active engineer, admin or owner." };
}

export function branchReference(
  ctx: DomainContext,
  pointer: string,
  sessionId: string,
  id: string,
): Reference {
  const found = sql`SELECT 1 AS found FROM branches
    WHERE id = ${id} AND session_id = ${sessionId} AND account_id = ${ctx.account_id}`;
  return { pointer, found, detail: "There is no such branch in this session." };
}

/**
 * Checks all references of a body in one round trip, none if there are none.
 * @throws DomainError `validation_failed` that names each reference that leads nowhere.
 */
export async function checkReferences(
  ctx: DomainContext,
  references: readonly (Reference | false)[],
): Promise<void> {
  const given = references.filter((reference) => reference !== false);
  if (given.length === 0) return;
  const rows = await ctx.db.batch(given.map((reference) => reference.found));
  const errors: FieldError[] = given
    .filter((_, index) => rows[index]?.length === 0)
    .map(({ pointer, detail }) => ({ pointer, detail }));
  if (errors.length > 0) {
    throw new DomainError("validation_failed", errors.map((error) => error.detail).join(" "), { errors });
  }
}
