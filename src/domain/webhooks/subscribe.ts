import { sql } from "drizzle-orm";
import type { NewWebhookSubscription, WebhookSubscriptionWithSecret } from "../../contract/webhook.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { webhook_subscriptions } from "../../db/schema.ts";
import { userIdOf } from "../actor.ts";
import { type Operation, commit } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, invalidField } from "../errors.ts";
import { type NewSecret, type SubscriptionRow, presentSubscription } from "./subscription-row.ts";

/** So many subscriptions an account may have: each fact is sent to all of them. */
export const MOST_SUBSCRIPTIONS = 20;

/** Judges an address: why it may not be called, or null. */
export type JudgeUrl = (url: string) => string | null;

/**
 * Subscribes an address to the account's facts from now on. Its secret is answered this once.
 * @throws DomainError `validation_failed` (an address that may not be called), `invalid_transition` (too many)
 */
export async function subscribe(
  ctx: DomainContext,
  input: NewWebhookSubscription,
  secret: NewSecret,
  judgeUrl: JudgeUrl,
): Promise<WebhookSubscriptionWithSecret> {
  checkUrl(input.url, judgeUrl);
  const row: SubscriptionRow = {
    id: ctx.newId(),
    account_id: ctx.account_id,
    url: input.url,
    events: [...new Set(input.events)],
    description: input.description ?? null,
    secret: secret.sealed,
    previous_secret: null,
    previous_until: null,
    cursor_seq: 0,
    active: true,
    disabled_at: null,
    disabled_reason: null,
    failing_since: null,
    created_by: userIdOf(ctx.actor),
    created_at: ctx.now,
    updated_at: ctx.now,
  };
  const operation: Operation = {
    id: row.id,
    stands: sql`EXISTS (SELECT 1 FROM webhook_subscriptions WHERE id = ${row.id})`,
  };
  const own = sql`webhook_subscriptions WHERE account_id = ${ctx.account_id}`;
  const answer = { ...presentSubscription(row, ctx.now), secret: secret.shown };
  const { won } = await commit(ctx, {
    operation,
    statements: [
      insertWhere(webhook_subscriptions, row, sql`(SELECT count(*) FROM ${own}) < ${MOST_SUBSCRIPTIONS}`),
      // What is in the log by now is the past.
      sql`UPDATE webhook_subscriptions SET cursor_seq = (SELECT last_seq FROM accounts WHERE id = ${ctx.account_id})
        WHERE id = ${row.id} AND account_id = ${ctx.account_id}`,
    ],
    answer,
  });
  if (won) return answer;
  throw new DomainError("invalid_transition", `At most ${MOST_SUBSCRIPTIONS} webhook subscriptions.`);
}

/** @throws DomainError `validation_failed` */
export function checkUrl(url: string, judgeUrl: JudgeUrl): void {
  const reason = judgeUrl(url);
  if (reason !== null) throw invalidField("/url", reason);
}
