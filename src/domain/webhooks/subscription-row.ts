import { type InferSelectModel, sql } from "drizzle-orm";
import type { WebhookSubscription } from "../../contract/webhook.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { webhook_subscriptions } from "../../db/schema.ts";
import { iso, isoOrNull } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";

export type SubscriptionRow = InferSelectModel<typeof webhook_subscriptions>;

/** A secret as it is shown once, and as it is kept. */
export interface NewSecret {
  shown: string;
  sealed: string;
}

/** @throws DomainError `not_found` */
export async function loadSubscription(
  { db, account_id }: DomainContext,
  id: string,
): Promise<SubscriptionRow> {
  const [row] = await db.all(
    sql`SELECT * FROM webhook_subscriptions WHERE id = ${id} AND account_id = ${account_id}`,
  );
  if (!row) throw notFound("webhook subscription");
  return decodeRow(webhook_subscriptions, row);
}

/** A subscription as admins see it; never its secrets. */
export function presentSubscription(row: SubscriptionRow, now: number): WebhookSubscription {
  const { id, url, events, description, active, disabled_reason, previous_until } = row;
  return {
    id,
    url,
    events,
    description,
    active,
    disabled_reason,
    disabled_at: isoOrNull(row.disabled_at),
    failing_since: isoOrNull(row.failing_since),
    previous_secret_until: isoOrNull(previous_until !== null && previous_until > now ? previous_until : null),
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
  };
}
