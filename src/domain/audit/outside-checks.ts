import { sql } from "drizzle-orm";
import { activeAccounts } from "./active-accounts.ts";
import type { Check } from "./record-findings.ts";

/** A receiver that takes nothing for so long is worth an admin's look, ms. */
const FAILING_MS = 60 * 60_000;
/** A message may be this long overdue, ms. */
const LATE_MS = 5 * 60_000;

/** What a finding calls a chat `t`. */
const CHAT = sql`'The ' || CASE t.channel WHEN 'slack' THEN 'Slack' ELSE 'Teams' END || ' channel “' || t.name || '”'`;

/** Chats that take nothing any more: the account's, and people's own. */
export function brokenChannels(now: number): Check {
  return {
    code: "broken_channel",
    found: sql`SELECT t.account_id, t.id AS subject_id, NULL AS handoff_id,
        ${CHAT} || coalesce(' of ' || u.name, '') || ' takes nothing any more. Test it, or remove it.' AS detail
      FROM (${activeAccounts(now)}) active CROSS JOIN channel_targets t INDEXED BY channel_targets_of_account
        ON t.account_id = active.account_id LEFT JOIN users u ON u.id = t.user_id
      WHERE t.broken_since IS NOT NULL AND t.active = 1 AND t.channel <> 'web_push'`,
  };
}

/** Webhooks whose receiver has taken nothing for an hour, and those that were switched off for it. */
export function failingWebhooks(now: number): Check {
  return {
    code: "failing_webhook",
    found: sql`SELECT w.account_id, w.id AS subject_id, NULL AS handoff_id,
        'The webhook' || coalesce(' “' || nullif(w.description, '') || '”', '') || CASE w.active
          WHEN 1 THEN ' has been failing for over an hour.' ELSE ' was switched off: ' || w.disabled_reason END AS detail
      FROM (${activeAccounts(now)}) active
        CROSS JOIN webhook_subscriptions w INDEXED BY webhook_subscriptions_of_account ON w.account_id = active.account_id
      WHERE (w.active = 1 AND w.failing_since <= ${now - FAILING_MS}) OR (w.active = 0 AND w.disabled_reason IS NOT NULL)`,
  };
}

/** Every message for a webhook has a next attempt that comes, once nothing of the same subject is before it. */
export function stuckWebhooks(now: number): Check {
  const late = now - LATE_MS;
  return {
    code: "stuck_delivery",
    found: sql`SELECT m.account_id, m.id AS subject_id, h.id AS handoff_id,
        'An event for a webhook should have gone out by now.' AS detail
      FROM webhook_messages m INDEXED BY webhook_messages_due
        LEFT JOIN handoffs h ON h.id = m.subject_id AND h.account_id = m.account_id
      WHERE m.status IN ('pending', 'sending') AND (m.next_attempt_at IS NULL OR (m.next_attempt_at <= ${late}
        AND (m.status = 'pending' OR coalesce(m.taken_until, 0) <= ${late})
        AND NOT EXISTS (SELECT 1 FROM webhook_messages o WHERE o.subscription_id = m.subscription_id
          AND o.subject_id = m.subject_id AND o.status IN ('pending', 'sending') AND o.id <> m.id
          AND (o.seq, o.replay) < (m.seq, m.replay))))`,
  };
}
