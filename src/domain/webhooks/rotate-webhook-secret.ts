import { sql } from "drizzle-orm";
import type { WebhookSubscriptionWithSecret } from "../../contract/webhook.ts";
import { commit, unguarded } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { type NewSecret, loadSubscription, presentSubscription } from "./subscription-row.ts";

/** So long messages carry the signature of the previous secret too, ms. */
export const OVERLAP_MS = 24 * 60 * 60_000;

/**
 * Gives a subscription another secret, which is answered this once; for a day messages are signed with the one before,
 * too. @throws DomainError `not_found`
 */
export async function rotateWebhookSecret(
  ctx: DomainContext,
  id: string,
  secret: NewSecret,
): Promise<WebhookSubscriptionWithSecret> {
  const before = await loadSubscription(ctx, id);
  const previous_until = ctx.now + OVERLAP_MS;
  const row = { ...before, previous_until, updated_at: ctx.now };
  const answer = { ...presentSubscription(row, ctx.now), secret: secret.shown };
  const statements = [
    sql`UPDATE webhook_subscriptions SET previous_secret = secret, previous_until = ${previous_until},
        secret = ${secret.sealed}, updated_at = ${ctx.now}
      WHERE id = ${id} AND account_id = ${ctx.account_id}`,
  ];
  await commit(ctx, { operation: unguarded(ctx), statements, answer });
  return answer;
}
