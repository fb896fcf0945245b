import {
  type CreatedIntegration,
  type Integration,
  type NewIntegration,
  POSTS_PER_MINUTE,
} from "../../contract/integration.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { integrations } from "../../db/schema.ts";
import { sha256 } from "../../platform/sha256.ts";
import { commit } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";
import { checkReferences, teamReference } from "../sessions/check-references.ts";
import {
  type IntegrationRow,
  SELECT_SEEN,
  type SeenIntegration,
  decodeSeen,
  presentIntegration,
} from "./integration-row.ts";
import { sql } from "drizzle-orm";

/** How much of a key its list shows. */
export const SHOWN = 6;

/** What is shown once, and how it is kept: a key by its hash, the secret of signatures sealed. */
export interface FreshSecrets {
  key: string;
  signing: { secret: string; sealed: string };
}

/** More tools than these would be more raw posts than an account may keep. */
export const MOST_INTEGRATIONS = 200;

/**
 * Adds a tool to the account.
 * @throws DomainError `validation_failed` for a team that is not the account's, `invalid_transition` for too many
 */
export async function createIntegration(
  ctx: DomainContext,
  input: NewIntegration,
  { key, signing }: FreshSecrets,
): Promise<CreatedIntegration> {
  await checkTeams(ctx, input);
  const heartbeat_minutes = input.heartbeat_minutes ?? null;
  const row: IntegrationRow = {
    id: ctx.newId(),
    account_id: ctx.account_id,
    name: input.name,
    kind: input.kind,
    team_id: input.team_id ?? null,
    default_priority: input.default_priority ?? null,
    rules: input.rules ?? [],
    mapping: input.mapping ?? null,
    key_prefix: key.slice(0, SHOWN),
    key_hash: await sha256(key),
    previous_key_hash: null,
    previous_key_until: null,
    signing_secret: input.signed ? signing.sealed : null,
    posts_per_minute: input.posts_per_minute ?? POSTS_PER_MINUTE,
    counted_minute: null,
    counted_posts: 0,
    beat_minute: null,
    counted_beats: 0,
    limited_told_at: null,
    storm_handoff_id: null,
    storm_until: null,
    storm_minute: null,
    storm_count: 0,
    heartbeat_minutes,
    heartbeat_at: null,
    heartbeat_due_at: dueAfter(heartbeat_minutes, ctx.now),
    heartbeat_handoff_id: null,
    active: true,
    deleted_at: null,
    created_at: ctx.now,
    updated_at: ctx.now,
  };
  const operation = {
    id: row.id,
    stands: sql`EXISTS (SELECT 1 FROM integrations WHERE id = ${row.id})`,
  };
  const is_room = sql`(SELECT count(*) FROM integrations WHERE account_id = ${ctx.account_id} AND deleted_at IS NULL)
    < ${MOST_INTEGRATIONS}`;
  const answer: CreatedIntegration = {
    ...presentIntegration({ ...row, last_post: null }, ctx.now),
    key,
    ...(input.signed && { signing_secret: signing.secret }),
  };
  const { won } = await commit(ctx, {
    operation,
    statements: [insertWhere(integrations, row, is_room)],
    answer,
  });
  if (won) return answer;
  throw new DomainError("invalid_transition", `At most ${MOST_INTEGRATIONS} integrations; remove one first.`);
}

/** When silence becomes an escalation, ms; null where no sign of life is expected. */
export function dueAfter(minutes: number | null, now: number): number | null {
  return minutes === null ? null : now + minutes * 60_000;
}

/** Every team that is named must be the account's. */
export async function checkTeams(
  ctx: DomainContext,
  { team_id, rules = [] }: { team_id?: string | null | undefined; rules?: NewIntegration["rules"] },
): Promise<void> {
  await checkReferences(ctx, [
    !!team_id && teamReference(ctx, "/team_id", team_id),
    ...rules.map(
      (rule, index) => !!rule.team_id && teamReference(ctx, `/rules/${index}/team_id`, rule.team_id),
    ),
  ]);
}

/** The account's integrations, newest first. */
export async function listIntegrations(ctx: DomainContext, page: PageRequest): Promise<PageOf<Integration>> {
  const after = page.after ? sql`AND (i.created_at, i.id) < (${page.after.at}, ${page.after.id})` : sql``;
  const rows = await ctx.db.all(sql`${SELECT_SEEN}
    WHERE i.account_id = ${ctx.account_id} AND i.deleted_at IS NULL ${after}
    ORDER BY i.created_at DESC, i.id DESC LIMIT ${page.limit + 1}`);
  const present = (row: SeenIntegration) => presentIntegration(row, ctx.now);
  return cutPage(rows.map(decodeSeen), page.limit, present, (row) => ({
    at: row.created_at,
    id: row.id,
  }));
}
