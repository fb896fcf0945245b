import type { Context } from "hono";
import { PROBLEMS } from "../contract/problem.ts";
import { openDb } from "../db/client.ts";
import { type DomainContext, nothingCommitted } from "../domain/context.ts";
import { DomainError, notFound } from "../domain/errors.ts";
import { type KeptAnswer, findKeptAnswer, keepUnwrittenAnswer } from "../domain/kept-answer.ts";
import { newId } from "../platform/new-id.ts";
import { unseal } from "../platform/seal.ts";
import { afterCommit } from "./after-commit.ts";
import type { AppEnv } from "./app-env.ts";
import { keyedRequest } from "./keyed-request.ts";
import type { Operation } from "./operation.ts";
import { problemFor } from "./problem.ts";
import { parseJson, readBody } from "./read-body.ts";
import { type Caller, requireCaller } from "./require-caller.ts";
import { validate } from "./validate.ts";

/**
 * Carries an operation out, with the checks in the order of `api.md` §1: login, account, right, resource, media type,
 * size, body; the verb itself checks holder and state.
 */
export async function runOperation(c: Context<AppEnv>, op: Operation): Promise<Response> {
  const path = op.params ? op.params.safeParse(c.req.param()) : { success: true as const, data: {} };
  const ahead = path.success ? op.ahead?.(path.data) : undefined;
  const { caller, rows } = await requireCaller(c, op.right, ahead?.queries);
  // Ids in a path: one that is no UUID names nothing.
  if (!path.success) throw notFound("resource");
  const params = path.data;
  const ctx = { ...contextFor(c, caller), ahead: ahead ? { reads: ahead.reads, rows } : null };
  const refused = async (problem: unknown): Promise<never> => {
    await op.exists?.(ctx, params);
    throw problem;
  };
  const bytes = op.body ? await readBody(c.req.raw).catch(refused) : new Uint8Array();
  if (op.writes !== false) ctx.keyed = await keyedRequest(c, caller, bytes, op.status).catch(refused);
  const kept = await replay(c, ctx);
  if (kept) return kept;
  const query = await attempt(() => (op.query ? validate(op.query, c.req.query()) : {})).catch(refused);
  const body = await attempt(() => (op.body ? validate(op.body, parseJson(bytes)) : undefined)).catch(
    refused,
  );
  try {
    const answer = await op.run({ ctx, caller, params, query, body, c });
    if (answer instanceof Response) return answer;
    await keepFirst(ctx, op.status, JSON.stringify(answer) ?? "");
    return op.status === 204 ? c.body(null, 204) : c.json(answer ?? null, op.status);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // Another request with the same key may have won meanwhile: then its answer is ours.
    const other = await replay(c, ctx);
    if (other) return other;
    const refusal = problemFor(c, error);
    if (isOfState(error)) await keepFirst(ctx, refusal.status, await refusal.clone().text());
    return refusal;
  } finally {
    c.executionCtx.waitUntil(afterCommit(c.env, caller.account, ctx.committed));
  }
}

/** A refusal by the state of things is an answer like any other; what was wrong with the request is not kept. */
function isOfState({ code }: DomainError): boolean {
  return PROBLEMS[code].status === 409 && code !== "idempotency_in_progress";
}

/** Keeps the first answer to a keyed request that no write has taken along. */
async function keepFirst(ctx: DomainContext, status: number, answer: string): Promise<void> {
  if (!ctx.keyed || ctx.keyed.kept) return;
  await keepUnwrittenAnswer(ctx.db, ctx.keyed, { status, answer }, ctx.now);
}

/** A context for verbs on behalf of a caller. */
export function contextFor(c: Context<AppEnv>, caller: Caller): DomainContext {
  return {
    db: openDb(c.env.DB),
    actor: caller.account.actor,
    account_id: caller.account.id,
    now: Date.now(),
    newId,
    keyed: null,
    ahead: null,
    committed: nothingCommitted(),
  };
}

/** The first answer to a keyed request, if there was one. @throws DomainError `idempotency_mismatch` */
async function replay(c: Context<AppEnv>, ctx: DomainContext): Promise<Response | null> {
  if (!ctx.keyed) return null;
  const kept: KeptAnswer | null = await findKeptAnswer(ctx.db, ctx.keyed, ctx.now);
  if (!kept) return null;
  if (kept.body_hash !== ctx.keyed.body_hash) {
    throw new DomainError("idempotency_mismatch", "This Idempotency-Key was used with another body.");
  }
  const answer = await unseal(c.env.BETTER_AUTH_SECRET, kept.answer);
  const headers: Record<string, string> = { "Idempotency-Replayed": "true" };
  if (answer) headers["Content-Type"] = kept.status < 400 ? "application/json" : "application/problem+json";
  return new Response(answer || null, { status: kept.status, headers });
}

async function attempt<T>(read: () => T): Promise<T> {
  return read();
}
