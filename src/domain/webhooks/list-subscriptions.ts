import { sql } from "drizzle-orm";
import type { WebhookSubscription } from "../../contract/webhook.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { webhook_subscriptions } from "../../db/schema.ts";
import type { DomainContext } from "../context.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";
import { presentSubscription } from "./subscription-row.ts";

/** The account's subscriptions, newest first; never their secrets. */
export async function listSubscriptions(
  ctx: DomainContext,
  { limit, after }: PageRequest,
): Promise<PageOf<WebhookSubscription>> {
  const older = after ? sql`AND (created_at, id) < (${after.at}, ${after.id})` : sql``;
  const rows = await ctx.db
    .all(sql`SELECT * FROM webhook_subscriptions WHERE account_id = ${ctx.account_id} ${older}
    ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`);
  const decoded = rows.map((row) => decodeRow(webhook_subscriptions, row));
  return cutPage(
    decoded,
    limit,
    (row) => presentSubscription(row, ctx.now),
    (row) => ({ at: row.created_at, id: row.id }),
  );
}
