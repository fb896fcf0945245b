import { type SQL, sql } from "drizzle-orm";
import type { DeliveryKind } from "../../contract/delivery.ts";
import type { DomainContext } from "../context.ts";
import type { Addressee } from "./addressees.ts";

/**
 * One ledger row per person, in the batch of the fact that causes it. The people go in as one JSON parameter, as D1
 * allows 100 parameters a statement.
 */
export function promiseDeliveries(
  ctx: DomainContext,
  handoffId: string,
  kind: DeliveryKind,
  people: readonly Addressee[],
  stands: SQL,
): SQL[] {
  if (people.length === 0) return [];
  const rows = people.map((who) => ({ id: ctx.newId(), user_id: who.user_id, email: who.email }));
  return [
    sql`INSERT INTO deliveries (id, account_id, handoff_id, channel, kind, recipient_id, recipient, status,
        next_attempt_at, created_at)
      SELECT p.value ->> 'id', ${ctx.account_id}, ${handoffId}, 'email', ${kind}, p.value ->> 'user_id',
        p.value ->> 'email', 'pending', ${ctx.now}, ${ctx.now}
      FROM json_each(${JSON.stringify(rows)}) p WHERE ${stands}`,
  ];
}
