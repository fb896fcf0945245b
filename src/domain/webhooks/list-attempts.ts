import { sql } from "drizzle-orm";
import type { WebhookAttempt, WebhookMessageStatus } from "../../contract/webhook.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { account_events, webhook_attempts } from "../../db/schema.ts";
import { iso } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import { presentEvent } from "../events/present-event.ts";
import { type PageOf, type PageRequest, cutPage } from "../page.ts";
import { loadSubscription } from "./subscription-row.ts";
import { webhookBody } from "./webhook-body.ts";
import { webhookId } from "./webhook-id.ts";

/** What was sent to a subscription and what came back, newest first; kept for thirty days. @throws DomainError `not_found` */
export async function listAttempts(
  ctx: DomainContext,
  id: string,
  { limit, after }: PageRequest,
): Promise<PageOf<WebhookAttempt>> {
  const older = after ? sql`AND (a.attempted_at, a.id) < (${after.at}, ${after.id})` : sql``;
  const rows = await ctx.db.all(sql`SELECT a.*, m.seq, m.event_type, m.status AS message_status
    FROM webhook_attempts a JOIN webhook_messages m ON m.id = a.message_id
    WHERE a.subscription_id = ${id} AND a.account_id = ${ctx.account_id} ${older}
    ORDER BY a.attempted_at DESC, a.id DESC LIMIT ${limit + 1}`);
  if (rows.length === 0) await loadSubscription(ctx, id);
  const facts = await ctx.db.all(sql`SELECT e.* FROM account_events e WHERE e.account_id = ${ctx.account_id}
    AND e.seq IN (SELECT value FROM json_each(${JSON.stringify(rows.map(({ seq }) => seq))}))`);
  const bodies = new Map(
    facts.map((row) => [row["seq"], webhookBody(presentEvent(decodeRow(account_events, row)))]),
  );
  return cutPage(
    rows,
    limit,
    (row) => present(row, bodies.get(row["seq"]) ?? ""),
    (row) => ({ at: Number(row["attempted_at"]), id: String(row["id"]) }),
  );
}

function present(row: Row, request_body: string): WebhookAttempt {
  const attempt = decodeRow(webhook_attempts, row);
  const { status, error, response_body, duration_ms, attempted_at } = attempt;
  const seq = Number(row["seq"]);
  return {
    id: attempt.id,
    webhook_id: webhookId({ ...attempt, seq }),
    event_type: String(row["event_type"]),
    seq,
    // The column's check allows no other words.
    message_status: String(row["message_status"]) as WebhookMessageStatus,
    status,
    error,
    request_body,
    response_body,
    duration_ms,
    attempted_at: iso(attempted_at),
  };
}
