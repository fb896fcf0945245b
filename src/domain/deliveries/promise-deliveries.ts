import { type SQL, sql } from "drizzle-orm";
import type { DeliveryKind } from "../../contract/delivery.ts";
import type { DomainContext } from "../context.ts";
import type { Addressee } from "./addressees.ts";

/** What is promised to some people about a handoff. */
export interface Promised {
  handoff_id: string;
  kind: DeliveryKind;
  people: readonly Addressee[];
  /** The step of the ladder that promises it; none for what no ladder promises. */
  step?: number;
  /** When each may be told at the earliest, ms; by default at once. */
  notBefore?: (who: Addressee) => number;
}

/**
 * One ledger row per person, in the batch of the fact that causes it. The people go in as one JSON parameter, as D1
 * allows 100 parameters a statement.
 */
export function promiseDeliveries(ctx: DomainContext, promised: Promised, stands: SQL): SQL[] {
  const { handoff_id, kind, people, step = 0, notBefore = () => ctx.now } = promised;
  if (people.length === 0) return [];
  const rows = people.map((who) => ({
    id: ctx.newId(),
    user_id: who.user_id,
    email: who.email,
    due: notBefore(who),
  }));
  return [
    sql`INSERT INTO deliveries (id, account_id, handoff_id, channel, kind, step, recipient_id, recipient, status,
        next_attempt_at, created_at)
      SELECT p.value ->> 'id', ${ctx.account_id}, ${handoff_id}, 'email', ${kind}, ${step}, p.value ->> 'user_id',
        p.value ->> 'email', 'pending', p.value ->> 'due', ${ctx.now}
      FROM json_each(${JSON.stringify(rows)}) p WHERE ${stands}`,
  ];
}
