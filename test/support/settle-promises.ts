import { env } from "cloudflare:workers";

/** Settles what earlier tests promised and never kept, and ends what they left open, so that chores over all accounts meet only a test's own. */
export async function settlePromises(): Promise<void> {
  await env.DB.batch([
    env.DB.prepare("UPDATE accounts SET bus_seq = last_seq WHERE last_seq > bus_seq"),
    env.DB.prepare("UPDATE outbox SET status = 'done', payload = NULL WHERE status = 'pending'"),
    env.DB.prepare(
      "UPDATE handoffs SET status = 'withdrawn', next_action_at = NULL WHERE status IN ('open', 'claimed')",
    ),
    env.DB.prepare("UPDATE handoffs SET next_action_at = NULL WHERE next_action_at IS NOT NULL"),
    env.DB.prepare(
      "UPDATE sessions SET status = 'active', escalated_to_id = NULL WHERE status IN ('escalated', 'paused')",
    ),
    env.DB.prepare("UPDATE webhook_messages SET status = 'skipped' WHERE status IN ('pending', 'sending')"),
    env.DB.prepare("UPDATE webhook_subscriptions SET active = 0"),
    env.DB.prepare(
      "UPDATE psa_notes SET status = 'cancelled' WHERE status IN ('pending', 'pushing', 'failed')",
    ),
    env.DB.prepare("UPDATE deliveries SET alert_ended_at = 1 WHERE channel = 'web_push'"),
    env.DB.prepare("DELETE FROM findings"),
    env.DB.prepare("UPDATE integrations SET heartbeat_due_at = NULL WHERE heartbeat_due_at IS NOT NULL"),
    env.DB.prepare("UPDATE deliveries SET status = 'cancelled' WHERE status IN ('pending', 'sending')"),
  ]);
}
