import { type SQL, sql } from "drizzle-orm";
import type { Alert, IntegrationPost } from "../../contract/integration.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { alerts, integration_posts } from "../../db/schema.ts";
import { iso, isoOrNull } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";
import type { HandoffKey } from "../handoffs/handoff-row.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";
import { IS_GROUP, shownKey } from "./alert-keys.ts";
import { selectIntegration } from "./integration-row.ts";

/** With the session of each handoff, so that the page can link to it. */
const SELECT_POSTS = sql`SELECT p.*, (SELECT json_group_array(json_object('handoff_id', h.id, 'session_id', h.session_id))
    FROM json_each(p.handoff_ids) j JOIN handoffs h ON h.id = j.value) AS handoffs
  FROM integration_posts p`;

/** What a tool posted lately, newest first, with what became of it. @throws DomainError `not_found` */
export async function listPosts(
  ctx: DomainContext,
  integrationId: string,
  page: PageRequest,
): Promise<PageOf<IntegrationPost>> {
  const after = page.after ? sql`AND (p.received_at, p.id) < (${page.after.at}, ${page.after.id})` : sql``;
  const [found = [], rows = []] = await ctx.db.batch([
    selectIntegration(ctx, integrationId),
    sql`${SELECT_POSTS} WHERE p.integration_id = ${integrationId} AND p.account_id = ${ctx.account_id} ${after}
      ORDER BY p.received_at DESC, p.id DESC LIMIT ${page.limit + 1}`,
  ]);
  if (found.length === 0) throw notFound("integration");
  const mark = (row: Row) => ({ at: Number(row["received_at"]), id: String(row["id"]) });
  return cutPage(rows, page.limit, presentPost, mark);
}

/** One of them. @throws DomainError `not_found` (also once it is too old to be kept) */
export async function loadPost(
  ctx: DomainContext,
  key: { integration_id: string; post_id: string },
): Promise<IntegrationPost> {
  const [row] = await ctx.db
    .all(sql`${SELECT_POSTS} WHERE p.id = ${key.post_id} AND p.account_id = ${ctx.account_id}
    AND p.integration_id = ${key.integration_id}
    AND EXISTS (SELECT 1 FROM integrations i WHERE i.id = p.integration_id AND i.deleted_at IS NULL)`);
  if (!row) throw notFound("post");
  return presentPost(row);
}

function presentPost(row: Row): IntegrationPost {
  const { id, address, content_type, body, outcome, detail, answer_status, replay_of, received_at } =
    decodeRow(integration_posts, row);
  const handoffs: IntegrationPost["handoffs"] = JSON.parse(String(row["handoffs"] ?? "[]"));
  return {
    id,
    address,
    content_type,
    body,
    outcome,
    detail,
    answer_status,
    handoffs,
    replay_of,
    received_at: iso(received_at),
  };
}

/** The alerts that a handoff stands for, also those of an earlier one of its session, oldest first. @throws DomainError `not_found` */
export async function listAlerts(
  ctx: DomainContext,
  key: HandoffKey,
  page: PageRequest,
): Promise<PageOf<Alert>> {
  const [found = [], rows = []] = await ctx.db.batch([
    sql`SELECT 1 AS found FROM handoffs
      WHERE id = ${key.handoff_id} AND session_id = ${key.session_id} AND account_id = ${ctx.account_id}`,
    selectAlerts(ctx, key.session_id, page),
  ]);
  if (found.length === 0) throw notFound("handoff");
  const present = ({ dedup_key, status, ...row }: ReturnType<typeof decode>): Alert => ({
    id: row.id,
    dedup_key: shownKey(dedup_key),
    summary: row.summary,
    status,
    occurrences: row.occurrences,
    first_seen_at: iso(row.first_seen_at),
    last_seen_at: iso(row.last_seen_at),
    acknowledged_at: isoOrNull(row.acknowledged_at),
    resolved_at: isoOrNull(row.resolved_at),
  });
  return cutPage(rows.map(decode), page.limit, present, (row) => ({ at: row.first_seen_at, id: row.id }));
}

const decode = (row: Row) => decodeRow(alerts, row);

function selectAlerts(ctx: DomainContext, sessionId: string, { after, limit }: PageRequest): SQL {
  const from = after ? sql`AND (first_seen_at, id) > (${after.at}, ${after.id})` : sql``;
  return sql`SELECT * FROM alerts WHERE handoff_id IN (SELECT h.id FROM handoffs h WHERE h.session_id = ${sessionId}) AND account_id = ${ctx.account_id} AND NOT ${IS_GROUP} ${from}
    ORDER BY first_seen_at, id LIMIT ${limit + 1}`;
}
