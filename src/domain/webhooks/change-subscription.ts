import { type SQL, sql } from "drizzle-orm";
import type { WebhookSubscription, WebhookSubscriptionChange } from "../../contract/webhook.ts";
import { webhook_subscriptions } from "../../db/schema.ts";
import { commit, unguarded } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { skipMessages } from "./skip-messages.ts";
import { type JudgeUrl, checkUrl } from "./subscribe.ts";
import { type SubscriptionRow, loadSubscription, presentSubscription } from "./subscription-row.ts";

/**
 * Changes a subscription. Switched off, what waits is not sent; switched on again, it hears what happens from then on
 * (the rest can be replayed). Another address is tried at once.
 * @throws DomainError `not_found`, `validation_failed` (an address that may not be called)
 */
export async function changeSubscription(
  ctx: DomainContext,
  id: string,
  input: WebhookSubscriptionChange,
  judgeUrl: JudgeUrl,
): Promise<WebhookSubscription> {
  const before = await loadSubscription(ctx, id);
  if (input.url !== undefined) checkUrl(input.url, judgeUrl);
  const changes = columnsOf(before, input, ctx.now);
  const row: SubscriptionRow = { ...before, ...changes };
  const own = sql`id = ${id} AND account_id = ${ctx.account_id}`;
  const statements: SQL[] = [ctx.db.orm.update(webhook_subscriptions).set(changes).where(own).getSQL()];
  if (!row.active) statements.push(skipMessages(ctx.account_id, [id]));
  if (row.active && !before.active) {
    statements.push(sql`UPDATE webhook_subscriptions
      SET cursor_seq = (SELECT last_seq FROM accounts WHERE id = ${ctx.account_id}) WHERE ${own}`);
  }
  if (row.active && row.url !== before.url) {
    statements.push(sql`UPDATE webhook_messages SET next_attempt_at = ${ctx.now}
      WHERE subscription_id = ${id} AND status IN ('pending', 'sending') AND account_id = ${ctx.account_id}`);
    ctx.committed.webhooks = ctx.account_id;
  }
  const answer = presentSubscription(row, ctx.now);
  await commit(ctx, { operation: unguarded(ctx), statements, answer });
  return answer;
}

function columnsOf(
  before: SubscriptionRow,
  { url, events, description, active }: WebhookSubscriptionChange,
  now: number,
): Partial<SubscriptionRow> {
  const switched = active !== undefined && active !== before.active;
  return {
    updated_at: now,
    ...(url !== undefined && { url, ...(url !== before.url && { failing_since: null }) }),
    ...(events !== undefined && { events: [...new Set(events)] }),
    ...(description !== undefined && { description }),
    ...(switched && active && { active, disabled_at: null, disabled_reason: null, failing_since: null }),
    ...(switched && !active && { active, disabled_at: now, disabled_reason: null, failing_since: null }),
  };
}
