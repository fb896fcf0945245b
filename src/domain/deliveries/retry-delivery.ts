import { sql } from "drizzle-orm";
import type { Delivery } from "../../contract/delivery.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, notFound } from "../errors.ts";
import type { HandoffKey } from "../handoffs/handoff-row.ts";
import { GIVE_UP_AFTER_MS } from "../retry-delay.ts";
import { presentDelivery } from "./delivery-row.ts";

/**
 * Drives a failed notification again: due at once, tried for another day. Whether an earlier attempt got through after
 * all is looked up first, as always.
 * @throws DomainError `not_found`, `invalid_transition` (it has not failed)
 */
export function retryDelivery(ctx: DomainContext, key: HandoffKey, id: string): Promise<Delivery> {
  return untilCommitted(async () => {
    const [row] = await ctx.db.all(sql`SELECT d.* FROM deliveries d JOIN handoffs h ON h.id = d.handoff_id
      WHERE d.id = ${id} AND d.account_id = ${ctx.account_id} AND d.handoff_id = ${key.handoff_id}
        AND h.session_id = ${key.session_id} AND h.account_id = ${ctx.account_id}`);
    if (!row) throw notFound("delivery");
    const delivery = presentDelivery(row);
    if (delivery.status !== "failed") {
      throw new DomainError("invalid_transition", `The delivery is ${delivery.status}, not failed.`);
    }
    const operation = operationOn(ctx, "handoffs", key.handoff_id);
    const statements = [
      sql`UPDATE handoffs SET operation_id = ${operation.id}
        WHERE id = ${key.handoff_id} AND account_id = ${ctx.account_id} AND EXISTS (SELECT 1 FROM deliveries d
          WHERE d.id = ${id} AND d.account_id = ${ctx.account_id} AND d.status = 'failed')`,
      sql`UPDATE deliveries SET status = 'pending', next_attempt_at = ${ctx.now}, taken_until = NULL,
          give_up_at = ${ctx.now + GIVE_UP_AFTER_MS}
        WHERE id = ${id} AND account_id = ${ctx.account_id} AND ${operation.stands}`,
    ];
    const answer: Delivery = { ...delivery, status: "pending" };
    const { channel, recipient_id } = delivery;
    const { won } = await commit(ctx, {
      operation,
      statements,
      facts: [
        {
          type: "delivery_changed",
          about: { handoff: key.handoff_id },
          details: { deliveries: [{ id, channel, recipient_id, status: "pending" }] },
        },
      ],
      notify: [key.handoff_id],
      answer,
    });
    return won ? answer : null;
  });
}
