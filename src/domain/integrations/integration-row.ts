import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import { type Integration, Mapping, POST_OUTCOMES, Rule } from "../../contract/integration.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { integrations } from "../../db/schema.ts";
import { iso, isoOrNull } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";

/** An integration as it is stored, its rules and mapping as their schemas see them. */
export type IntegrationRow = Omit<InferSelectModel<typeof integrations>, "rules" | "mapping"> & {
  rules: Rule[];
  mapping: Mapping | null;
};

/** With the newest of its posts. */
export type SeenIntegration = IntegrationRow & { last_post: Integration["last_post"] };

export function decodeSeen(row: Row): SeenIntegration {
  const outcome = POST_OUTCOMES.find((one) => one === row["last_outcome"]);
  const at = Number(row["last_received_at"]);
  return { ...decodeIntegration(row), last_post: outcome ? { outcome, received_at: iso(at) } : null };
}

/** Integrations, each with what became of the newest of its posts. */
export const SELECT_SEEN = sql`SELECT i.*, p.outcome AS last_outcome, p.received_at AS last_received_at
  FROM integrations i LEFT JOIN integration_posts p ON p.id = (SELECT l.id FROM integration_posts l
    WHERE l.integration_id = i.id ORDER BY l.received_at DESC, l.id DESC LIMIT 1)`;

export function decodeIntegration(row: Row): IntegrationRow {
  const { rules, mapping, ...stored } = decodeRow(integrations, row);
  return {
    ...stored,
    rules: rules.map((rule) => Rule.parse(rule)),
    mapping: mapping && Mapping.parse(mapping),
  };
}

/** The integration `id` of the account, unless it was deleted. */
export function selectIntegration(ctx: DomainContext, id: string): SQL {
  return sql`${SELECT_SEEN} WHERE i.id = ${id} AND i.account_id = ${ctx.account_id} AND i.deleted_at IS NULL`;
}

/** @throws DomainError `not_found` */
export async function loadIntegration(ctx: DomainContext, id: string): Promise<SeenIntegration> {
  const [row] = await ctx.db.all(selectIntegration(ctx, id));
  if (!row) throw notFound("integration");
  return decodeSeen(row);
}

/** The integration as admins see it: never a key, never a secret. */
export function presentIntegration(row: SeenIntegration, now: number): Integration {
  const { previous_key_until } = row;
  const overlap = previous_key_until !== null && previous_key_until > now ? previous_key_until : null;
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    team_id: row.team_id,
    default_priority: row.default_priority,
    rules: row.rules,
    mapping: row.mapping,
    signed: row.signing_secret !== null,
    posts_per_minute: row.posts_per_minute,
    heartbeat_minutes: row.heartbeat_minutes,
    active: row.active,
    key_prefix: row.key_prefix,
    previous_key_until: isoOrNull(overlap),
    last_post: row.last_post,
    heartbeat_at: isoOrNull(row.heartbeat_at),
    heartbeat_due_at: isoOrNull(row.heartbeat_due_at),
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
  };
}
