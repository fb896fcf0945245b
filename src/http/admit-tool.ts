import type { Context } from "hono";
import { PROBLEMS } from "../contract/problem.ts";
import { type Db, openDb } from "../db/client.ts";
import { type DomainContext, nothingCommitted } from "../domain/context.ts";
import { DomainError } from "../domain/errors.ts";
import {
  type Admitted,
  type Allowance,
  type Source,
  asIntegration,
} from "../domain/integrations/admit-post.ts";
import type { RawPost } from "../domain/integrations/keep-post.ts";
import { limitPost, refusePost } from "../domain/integrations/refuse-post.ts";
import { newId } from "../platform/new-id.ts";
import { sha256 } from "../platform/sha256.ts";
import { afterCommit } from "./after-commit.ts";
import type { AppEnv } from "./app-env.ts";
import { limitNotice } from "./limit-notice.ts";

/**
 * Lets in whoever has the key of an integration, announces what the minute has left, and nudges for what was committed,
 * however it ends. `admit` recognises the key by its hash and counts.
 * @throws DomainError `unauthenticated`
 */
export async function admitTool<T>(
  c: Context<AppEnv>,
  key: string,
  admit: (db: Db, keyHash: string, now: number) => Promise<Admitted | null>,
  run: (ctx: DomainContext, admitted: Admitted) => Promise<T>,
): Promise<T> {
  const now = Date.now();
  const db = openDb(c.env.DB);
  const admitted = await admit(db, await sha256(key.toLowerCase()), now);
  if (!admitted) throw new DomainError("unauthenticated", "Send the key of an integration.");
  const { source, allowance } = admitted;
  c.set("integration", { id: source.integration.id, account_id: source.account.id });
  announce(c, allowance);
  const committed = nothingCommitted();
  try {
    return await run(
      asIntegration({ db, now, newId, keyed: null, ahead: null, committed }, source),
      admitted,
    );
  } finally {
    c.executionCtx.waitUntil(afterCommit(c.env, source.account, committed));
  }
}

/** @throws DomainError `rate_limited` for what is over the minute's limit, once that is noted */
export async function requireRoom(
  c: Context<AppEnv>,
  ctx: DomainContext,
  { admitted, source, allowance }: Admitted,
  raw: RawPost,
): Promise<void> {
  if (admitted) return;
  await limitPost(ctx, source, raw, limitNotice(c.env, source, ctx.now));
  throw new DomainError("rate_limited", "This key has had its posts of this minute.", {}, allowance.reset);
}

/** Keeps what is wrong with a post beside it, and what it is answered, so that whoever set the tool up sees why. */
export async function keepRefusal(
  ctx: DomainContext,
  source: Source,
  raw: RawPost,
  refusal: DomainError,
  status: number = PROBLEMS[refusal.code].status,
): Promise<DomainError> {
  await refusePost(ctx, source, raw, { status, detail: refusal.message.slice(0, 1_000) });
  return refusal;
}

/** How many posts the minute has left, in the words of the IETF's RateLimit fields. */
function announce(c: Context<AppEnv>, { limit, left, reset }: Allowance): void {
  c.header("RateLimit-Policy", `"posts";q=${limit};w=60`);
  c.header("RateLimit", `"posts";r=${left};t=${reset}`);
}
