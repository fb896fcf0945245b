import { sql } from "drizzle-orm";
import type { Delivery } from "../../contract/delivery.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { deliveries } from "../../db/schema.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, notFound } from "../errors.ts";
import type { HandoffKey } from "../handoffs/handoff-row.ts";
import { GIVE_UP_AFTER_MS } from "../retry-delay.ts";
import { deliveryFacts } from "./delivery-facts.ts";
import { followBundles } from "./follow-bundles.ts";
import { presentDelivery } from "./delivery-row.ts";

/**
 * Drives a failed notification again: due at once, tried for another day; a bundle with what it holds, by any handoff that
 * it tells of. Whether an earlier attempt got through after
 * all is looked up first, as always.
 * @throws DomainError `not_found`, `invalid_transition` (it has not failed)
 */
export function retryDelivery(ctx: DomainContext, key: HandoffKey, id: string): Promise<Delivery> {
  return untilCommitted(async () => {
    const [row] = await ctx.db.all(sql`SELECT d.* FROM handoffs h JOIN deliveries d ON d.id = ${id}
      WHERE h.id = ${key.handoff_id} AND h.session_id = ${key.session_id} AND h.account_id = ${ctx.account_id}
        AND d.account_id = h.account_id AND (d.handoff_id = h.id OR EXISTS (SELECT 1 FROM deliveries b
          WHERE b.bundled_into = d.id AND b.bundled_into IS NOT NULL AND b.handoff_id = h.id))`);
    if (!row) throw notFound("delivery");
    const delivery = presentDelivery(row);
    if (delivery.status !== "failed") {
      throw new DomainError("invalid_transition", `The delivery is ${delivery.status}, not failed.`);
    }
    const { handoff_id } = decodeRow(deliveries, row);
    const operation = operationOn(ctx, "handoffs", handoff_id);
    const bundle = await followBundles(ctx, [{ delivery, status: "pending", error: null }], operation.stands);
    const statements = [
      sql`UPDATE handoffs SET operation_id = ${operation.id}
        WHERE id = ${handoff_id} AND account_id = ${ctx.account_id} AND EXISTS (SELECT 1 FROM deliveries d
          WHERE d.id = ${id} AND d.account_id = ${ctx.account_id} AND d.status = 'failed')`,
      sql`UPDATE deliveries SET status = 'pending', next_attempt_at = ${ctx.now}, taken_until = NULL,
          give_up_at = ${ctx.now + GIVE_UP_AFTER_MS}, bundled_into = NULL
        WHERE id = ${id} AND account_id = ${ctx.account_id} AND ${operation.stands}`,
      ...bundle.statements,
    ];
    const answer: Delivery = { ...delivery, status: "pending", bundled_into: null };
    const { won } = await commit(ctx, {
      operation,
      statements,
      facts: deliveryFacts([{ ...answer, handoff_id }, ...bundle.changes]),
      notify: [handoff_id],
      answer,
    });
    return won ? answer : null;
  });
}
