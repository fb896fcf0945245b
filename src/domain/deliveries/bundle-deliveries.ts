import { type SQL, sql } from "drizzle-orm";
import type { Priority } from "../../contract/handoff-lifecycle.ts";
import type { Channel } from "../../contract/delivery.ts";
import type { Row } from "../../db/client.ts";
import type { DomainContext } from "../context.ts";
import { GIVE_UP_AFTER_MS } from "../retry-delay.ts";
import { nameIn } from "../sessions/session-row.ts";

/** The bundle for one way to one person that more can be put into: nobody has tried to send it yet. */
function openBundleOf(accountId: string, recipient: SQL, target: SQL): SQL {
  return sql`FROM deliveries b WHERE b.status IN ('pending', 'sending') AND b.next_attempt_at IS NOT NULL
    AND b.status = 'pending' AND b.attempts = 0 AND b.kind = 'bundle'
    AND b.account_id = ${accountId} AND b.recipient_id IS ${recipient} AND b.target_id IS ${target}`;
}

/** One way to one person whose messages are put into a bundle, and when a new one would go, ms. */
export interface BundleFor {
  recipient_id: string | null;
  recipient: string;
  channel: Channel;
  target_id: string | null;
  due: number;
}

/** The statement that makes a bundle for each of these ways that has no open one; it is a row of the ledger itself. */
export function openBundles(
  ctx: DomainContext,
  handoffId: string,
  ways: readonly BundleFor[],
  stands: SQL,
): SQL[] {
  if (ways.length === 0) return [];
  const rows = ways.map((who) => ({ ...who, id: ctx.newId(), give_up: who.due + GIVE_UP_AFTER_MS }));
  return [
    sql`INSERT INTO deliveries (id, account_id, handoff_id, channel, target_id, kind, recipient_id, recipient, status,
        next_attempt_at, give_up_at, created_at)
      SELECT p.value ->> 'id', ${ctx.account_id}, ${handoffId}, p.value ->> 'channel', p.value ->> 'target_id',
        'bundle', p.value ->> 'recipient_id',
        p.value ->> 'recipient', 'pending', p.value ->> 'due', p.value ->> 'give_up', ${ctx.now}
      FROM json_each(${JSON.stringify(rows)}) p
      WHERE ${stands} AND NOT EXISTS (SELECT 1 ${openBundleOf(ctx.account_id, sql`(p.value ->> 'recipient_id')`, sql`(p.value ->> 'target_id')`)})`,
  ];
}

/** The id of the open bundle for the way of a delivery. */
export function openBundleId(ctx: DomainContext): SQL {
  return sql`(SELECT min(b.id) ${openBundleOf(ctx.account_id, sql`deliveries.recipient_id`, sql`deliveries.target_id`)})`;
}

/** One line of a bundle: an escalation that is still open. */
export interface Bundled {
  bundle_id: string;
  handoff_id: string;
  priority: Priority;
  problem_summary: string | null;
  customer: string | null;
}

/** What these bundles have to tell now, the most urgent first. */
export function selectBundled(bundles: readonly string[]): SQL {
  return sql`SELECT DISTINCT d.bundled_into, h.id, h.priority, h.created_at, s.problem_summary, s.customer
    FROM json_each(${JSON.stringify(bundles)}) t JOIN deliveries d ON d.bundled_into = t.value
      JOIN handoffs h ON h.id = d.handoff_id AND h.account_id = d.account_id JOIN sessions s ON s.id = h.session_id
    WHERE d.bundled_into IS NOT NULL AND d.status = 'bundled' AND h.status = 'open'
    ORDER BY CASE h.priority WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, h.created_at, h.id`;
}

export function decodeBundled(row: Row): Bundled {
  return {
    bundle_id: String(row["bundled_into"]),
    handoff_id: String(row["id"]),
    // The column's check allows no other words.
    priority: String(row["priority"]) as Priority,
    problem_summary: nameIn(row, "problem_summary"),
    customer: nameIn(row, "customer"),
  };
}
