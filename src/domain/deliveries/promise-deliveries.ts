import { type SQL, sql } from "drizzle-orm";
import type { DeliveryKind } from "../../contract/delivery.ts";
import type { DomainContext } from "../context.ts";
import { GIVE_UP_AFTER_MS } from "../retry-delay.ts";
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

/** Why somebody whose mails come back is not written to. */
export const COMES_BACK = "Their mail comes back.";

/** Who of these people is really written to: those whom mail reaches; if it reaches none of them, all the same all. */
export function willBeMailed(people: readonly Addressee[]): Addressee[] {
  const reachable = people.filter((who) => who.reachable);
  return reachable.length > 0 ? reachable : [...people];
}

/**
 * One ledger row per person, in the batch of the fact that causes it; for somebody whom mail does not reach it says so.
 * Trying ends a day after a mail may first go. The people go in as one JSON parameter, as D1
 * allows 100 parameters a statement.
 */
export function promiseDeliveries(ctx: DomainContext, promised: Promised, stands: SQL): SQL[] {
  const { handoff_id, kind, people, step = 0, notBefore = () => ctx.now } = promised;
  if (people.length === 0) return [];
  const mailed = new Set(willBeMailed(people));
  const rows = people.map((who) => {
    const { user_id, email } = who;
    const due = notBefore(who);
    const state = mailed.has(who)
      ? { status: "pending", due, give_up: due > ctx.now ? due + GIVE_UP_AFTER_MS : null, error: null }
      : { status: "suppressed", due: null, give_up: null, error: COMES_BACK };
    return { id: ctx.newId(), user_id, email, ...state };
  });
  return [
    sql`INSERT INTO deliveries (id, account_id, handoff_id, channel, kind, step, recipient_id, recipient, status,
        next_attempt_at, give_up_at, last_error, created_at)
      SELECT p.value ->> 'id', ${ctx.account_id}, ${handoff_id}, 'email', ${kind}, ${step}, p.value ->> 'user_id',
        p.value ->> 'email', p.value ->> 'status', p.value ->> 'due', p.value ->> 'give_up', p.value ->> 'error',
        ${ctx.now}
      FROM json_each(${JSON.stringify(rows)}) p WHERE ${stands}`,
  ];
}
