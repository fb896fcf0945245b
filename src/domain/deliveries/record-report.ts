import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { DeliveryStatus } from "../../contract/delivery.ts";
import type { MailReport } from "../../contract/mail-report.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { deliveries } from "../../db/schema.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext, KeyedRequest } from "../context.ts";
import { DomainError } from "../errors.ts";
import { type Change, deliveryFacts } from "./delivery-facts.ts";
import { type Moved, followBundles } from "./follow-bundles.ts";
import { replaceLostWays } from "./replace-lost-ways.ts";
import { type SealedNotice, markUnreachable } from "./replace-unreachable.ts";
import { isOvertaken } from "./record-address-report.ts";
import { COMES_BACK } from "./promise-deliveries.ts";

/** What a report came to: written; nothing new; said before; about no mail of this account's ledger. */
export type Reported = "recorded" | "unchanged" | "repeated" | "unknown";

type Delivery = InferSelectModel<typeof deliveries>;

const UNDECIDED: readonly DeliveryStatus[] = ["pending", "sending", "sent"];
const BEFORE: Partial<Record<MailReport["kind"], readonly DeliveryStatus[]>> = {
  // What was given up or called off while it was on its way may have arrived after all.
  delivered: [...UNDECIDED, "failed", "cancelled"],
  bounced: [...UNDECIDED, "delivered"],
};

/**
 * Writes what a provider reports of a mail: states only move forward, whatever comes late, twice or before our own record
 * of the send. Who cannot be reached any more is marked, replaced, and told of to those who administer the account.
 * Acts for the account of its context; `notice` seals the mail to one of those.
 */
export function recordReport(
  ctx: DomainContext,
  report: MailReport,
  notice: SealedNotice,
): Promise<Reported> {
  const keyed = keyFor(ctx, report);
  const overtaken = isOvertaken(report, ctx.now);
  return untilCommitted(async () => {
    const [found = [], kept = []] = await ctx.db.batch([
      sql`SELECT * FROM deliveries WHERE id = ${report.delivery_id} AND account_id = ${ctx.account_id}
        AND handoff_id = ${report.handoff_id}`,
      sql`SELECT 1 AS kept FROM idempotency_keys WHERE caller = ${keyed.caller} AND operation = ${keyed.operation}
        AND key = ${keyed.key} UNION ALL SELECT 1 WHERE ${report.kind === "suppressed" ? 1 : 0} AND ${overtaken}`,
    ]);
    if (!found[0]) return "unknown";
    if (kept.length > 0) return "repeated";
    return write({ ...ctx, keyed }, decodeRow(deliveries, found[0]), report, notice);
  });
}

/** Null if the row has moved on meanwhile. */
async function write(
  ctx: DomainContext,
  delivery: Delivery,
  report: MailReport,
  notice: SealedNotice,
): Promise<Reported | null> {
  const change = changeOf(delivery, report, ctx.now);
  const fails = ["bounced", "complained", "suppressed"].includes(report.kind);
  const known = report.kind === "bounced" && delivery.status === "bounced";
  if (known || (!change && !fails)) return "unchanged";

  const operation = operationOn(ctx, "handoffs", delivery.handoff_id);
  const own = sql`id = ${delivery.id} AND account_id = ${ctx.account_id}`;
  const statements = [
    sql`UPDATE handoffs SET operation_id = ${operation.id} WHERE id = ${delivery.handoff_id}
      AND account_id = ${ctx.account_id} AND EXISTS (SELECT 1 FROM deliveries WHERE ${own}
        AND status = ${delivery.status} AND last_error IS ${delivery.last_error})`,
  ];
  if (change) statements.push(sql`UPDATE deliveries SET ${change} WHERE ${own} AND ${operation.stands}`);
  if (fails) {
    const latest = sql`${operation.stands} AND NOT ${isOvertaken(report, ctx.now)}`;
    statements.push(markUnreachable(ctx, delivery, report.recipient, latest));
  }
  const moved = movedBy(delivery, report);
  const bundles = await followBundles(ctx, moved, operation.stands);
  // A hard bounce comes with a suppression beside it: whichever is first has its consequences.
  const ended = delivery.status === "bounced" || delivery.status === "suppressed";
  const acted = ended || !!delivery.last_error?.startsWith(COMES_BACK);
  const replaced =
    fails && !acted
      ? await replaceLostWays(
          ctx,
          [{ delivery, error: report.detail, is_gone: false }],
          notice,
          operation.stands,
        )
      : null;
  const { won } = await commit(ctx, {
    operation,
    statements: [...statements, ...bundles.statements, ...(replaced?.statements ?? [])],
    facts: deliveryFacts([
      ...moved.map(({ status }): Change => ({ ...delivery, status })),
      ...bundles.changes,
    ]),
    notify: replaced?.notify ?? [],
    jobs: replaced?.jobs ?? [],
    answer: undefined,
  }).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "idempotency_in_progress") return { won: null };
    throw error;
  });
  if (won === null) return "repeated";
  return won ? "recorded" : null;
}

/** The row's new columns; null where it stays as it is. */
function changeOf(delivery: Delivery, report: MailReport, now: number): SQL | null {
  const { kind, message_id, detail, at } = report;
  const moves = BEFORE[kind]?.includes(delivery.status);
  const error = kind === "delayed" ? detail : `${COMES_BACK} ${detail}`;
  // The sender that still holds the row adds its own moment; for one that is gone this is the best there is.
  const sent = delivery.status === "sending" ? sql`sent_at` : sql`coalesce(sent_at, ${now})`;
  const settled = sql`next_attempt_at = NULL, taken_until = NULL, uncertain = 0,
    provider_message_id = coalesce(provider_message_id, ${message_id}), sent_at = ${sent}`;
  switch (kind) {
    case "delivered":
      return moves
        ? sql`status = 'delivered', last_error = NULL, delivered_at = ${at ?? now}, ${settled}`
        : null;
    case "bounced":
      return moves ? sql`status = 'bounced', last_error = ${error}, ${settled}` : null;
    case "delayed":
      return UNDECIDED.includes(delivery.status) ? sql`last_error = ${error}` : null;
    case "complained":
    case "suppressed":
      return delivery.status === "bounced" ? null : sql`last_error = ${error}`;
    default:
      return kind satisfies never;
  }
}

/** The row as it moves on, if it does. */
function movedBy(delivery: Delivery, { kind, detail }: MailReport): Moved[] {
  if ((kind !== "delivered" && kind !== "bounced") || !BEFORE[kind]?.includes(delivery.status)) return [];
  return [{ delivery, status: kind, error: detail }];
}

/** What is written once is remembered like a keyed request's answer, in the same batch. */
function keyFor({ account_id }: DomainContext, { record, key }: MailReport): KeyedRequest {
  const caller = `${account_id} postmark`;
  const request = { caller, operation: record, key, body_hash: "", status: 200, kept: false };
  return { ...request, seal: async (answer) => answer };
}
