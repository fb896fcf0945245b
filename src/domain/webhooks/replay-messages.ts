import { sql } from "drizzle-orm";
import type { WebhookReplay, WebhookReplayed } from "../../contract/webhook.ts";
import { commit, unguarded } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, invalidField } from "../errors.ts";
import { WANTS } from "./spread-facts.ts";
import { loadSubscription } from "./subscription-row.ts";

/** So many messages one replay may queue. */
export const MOST_REPLAYED = 5_000;

/**
 * Queues facts that a subscription wants once more, in their order, whether they were taken before or not.
 * @throws DomainError `not_found`, `invalid_transition` (switched off), `validation_failed` (an empty or too large range)
 */
export async function replayMessages(
  ctx: DomainContext,
  id: string,
  { from, to, event_ids }: WebhookReplay,
): Promise<WebhookReplayed> {
  const { cursor_seq, active } = await loadSubscription(ctx, id);
  if (!active) throw new DomainError("invalid_transition", "The subscription is switched off.");
  const [begin, end] = [from === undefined ? 0 : Date.parse(from), to === undefined ? null : Date.parse(to)];
  if (end !== null && end <= begin) throw invalidField("/to", "The range ends before it begins.");
  const seqs = event_ids?.map((event) => Number(/\d+$/.exec(event)?.[0]));
  const chosen = sql`FROM webhook_subscriptions w CROSS JOIN account_events e ON e.account_id = w.account_id
      AND e.seq <= ${cursor_seq}
    WHERE w.id = ${id} AND w.account_id = ${ctx.account_id} AND w.active = 1 AND ${WANTS}
      AND e.created_at >= ${begin} AND ${end === null ? sql`1` : sql`e.created_at < ${end}`}
      AND ${seqs ? sql`e.seq IN (SELECT value FROM json_each(${JSON.stringify(seqs)}))` : sql`1`}`;
  // What has happened does not change: what is counted now is what will be queued.
  const [counted] = await ctx.db.all<{ count: number }>(sql`SELECT count(*) AS count ${chosen}`);
  const answer: WebhookReplayed = { queued: counted?.count ?? 0 };
  if (answer.queued > MOST_REPLAYED) {
    throw invalidField("/from", `These are ${answer.queued} events; at most ${MOST_REPLAYED} at a time.`);
  }
  const statements = [
    sql`WITH nth AS (SELECT coalesce(max(m.replay), 0) + 1 AS n FROM webhook_messages m WHERE m.subscription_id = ${id})
      INSERT INTO webhook_messages (id, account_id, subscription_id, seq, event_type, subject_id, replay, status,
        next_attempt_at, created_at)
      SELECT w.id || ':' || e.seq || ':' || (SELECT n FROM nth), w.account_id, w.id, e.seq, e.type,
        coalesce(e.handoff_id, e.session_id), (SELECT n FROM nth), 'pending', ${ctx.now}, ${ctx.now} ${chosen}`,
  ];
  await commit(ctx, { operation: unguarded(ctx), statements, answer });
  if (answer.queued > 0) ctx.committed.webhooks = ctx.account_id;
  return answer;
}
