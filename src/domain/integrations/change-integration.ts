import { sql } from "drizzle-orm";
import type {
  ChangedIntegration,
  CreatedIntegration,
  IntegrationChange,
} from "../../contract/integration.ts";
import { integrations } from "../../db/schema.ts";
import { sha256 } from "../../platform/sha256.ts";
import { commit, unguarded } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { type FreshSecrets, SHOWN, checkTeams, dueAfter } from "./create-integration.ts";
import { type SeenIntegration, loadIntegration, presentIntegration } from "./integration-row.ts";

/** For so long the key before a rotation works beside the new one. */
export const OVERLAP_MS = 24 * 60 * 60_000;

/**
 * Changes an integration. One that begins to sign gets a secret, which is shown this once; a sign of life is expected
 * anew from whenever that was changed.
 * @throws DomainError `not_found`, `validation_failed` (a team that is not the account's)
 */
export async function changeIntegration(
  ctx: DomainContext,
  id: string,
  input: IntegrationChange,
  signing: FreshSecrets["signing"],
): Promise<ChangedIntegration> {
  const before = await loadIntegration(ctx, id);
  await checkTeams(ctx, input);
  const { signed, ...given } = input;
  // What was not given stays as it is.
  const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const begins = signed === true && before.signing_secret === null;
  const next: SeenIntegration = { ...before, ...fields, updated_at: ctx.now };
  if (begins) next.signing_secret = signing.sealed;
  if (signed === false) next.signing_secret = null;
  const expects = next.active ? next.heartbeat_minutes : null;
  if (expects === null) next.heartbeat_due_at = null;
  else if (next.heartbeat_minutes !== before.heartbeat_minutes || !before.active) {
    next.heartbeat_due_at = dueAfter(expects, ctx.now);
  }
  const answer: ChangedIntegration = {
    ...presentIntegration(next, ctx.now),
    ...(begins && { signing_secret: signing.secret }),
  };
  const { name, team_id, default_priority, rules, mapping, posts_per_minute, heartbeat_minutes, active } =
    next;
  const columns = {
    name,
    team_id,
    default_priority,
    rules,
    mapping,
    posts_per_minute,
    heartbeat_minutes,
    active,
  };
  const kept = { signing_secret: next.signing_secret, heartbeat_due_at: next.heartbeat_due_at };
  const update = ctx.db.orm
    .update(integrations)
    .set({ ...columns, ...kept, updated_at: ctx.now })
    .where(sql`id = ${id} AND account_id = ${ctx.account_id} AND deleted_at IS NULL`)
    .getSQL();
  await commit(ctx, { operation: unguarded(ctx), statements: [update], answer });
  return answer;
}

/** Gives an integration a new key; the one before works for a day more. @throws DomainError `not_found` */
export async function rotateKey(ctx: DomainContext, id: string, key: string): Promise<CreatedIntegration> {
  const before = await loadIntegration(ctx, id);
  const fresh = {
    key_hash: await sha256(key),
    key_prefix: key.slice(0, SHOWN),
    previous_key_until: ctx.now + OVERLAP_MS,
    updated_at: ctx.now,
  };
  const answer = { ...presentIntegration({ ...before, ...fresh }, ctx.now), key };
  const update = sql`UPDATE integrations SET previous_key_hash = key_hash, key_hash = ${fresh.key_hash},
      key_prefix = ${fresh.key_prefix}, previous_key_until = ${fresh.previous_key_until}, updated_at = ${ctx.now}
    WHERE id = ${id} AND account_id = ${ctx.account_id} AND deleted_at IS NULL`;
  await commit(ctx, { operation: unguarded(ctx), statements: [update], answer });
  return answer;
}

/**
 * Takes a tool away: its keys are void at once, its raw posts are gone, as nobody could see them any more; its cards stay.
 * @throws DomainError `not_found`
 */
export async function deleteIntegration(ctx: DomainContext, id: string): Promise<void> {
  const [gone = []] = await ctx.db.batch([
    sql`UPDATE integrations SET deleted_at = ${ctx.now}, active = 0, heartbeat_due_at = NULL,
        previous_key_hash = NULL, previous_key_until = NULL, signing_secret = NULL, updated_at = ${ctx.now}
      WHERE id = ${id} AND account_id = ${ctx.account_id} AND deleted_at IS NULL RETURNING id`,
    sql`DELETE FROM integration_posts WHERE integration_id = ${id} AND account_id = ${ctx.account_id}`,
  ]);
  if (gone.length === 0) throw notFound("integration");
}
