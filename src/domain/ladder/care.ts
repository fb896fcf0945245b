import { type SQL, sql } from "drizzle-orm";
import { handoffs } from "../../db/schema.ts";
import { commit, operationOn } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { cancelDeliveries } from "../deliveries/cancel-deliveries.ts";
import { type Promised, promiseDeliveries } from "../deliveries/promise-deliveries.ts";
import type { Fact } from "../events/record-events.ts";
import type { HandoffRow } from "../handoffs/handoff-row.ts";

/** What is to be done about a handoff whose time has come. */
export interface Care {
  change: Partial<Omit<HandoffRow, "claimed_by_name" | "handed_off_by_name">> & {
    next_action_at: number | null;
  };
  /** What people are told of it. Without a fact nothing has happened that anybody sees: the version stays. */
  facts: Fact[];
  promised?: Omit<Promised, "handoff_id">[];
  /** What else must still be so when it is written. */
  guard?: SQL;
  /** The session's new columns. */
  session?: SQL;
  /** Whether what was promised before and has not gone out is cancelled first. */
  cancels?: boolean;
}

/** Writes it down in one batch, if the handoff is still as it was read. Returns whether it was. */
export async function giveCare(ctx: DomainContext, handoff: HandoffRow, care: Care): Promise<boolean> {
  const { change, facts, promised = [], guard = sql`1`, session, cancels } = care;
  const { id, account_id } = handoff;
  const operation = operationOn(ctx, "handoffs", id);
  const seen = facts.length > 0 ? { version: handoff.version + 1, updated_at: ctx.now } : {};
  const statements = [
    ctx.db.orm
      .update(handoffs)
      .set({ ...change, ...seen, operation_id: operation.id })
      .where(
        sql`id = ${id} AND account_id = ${account_id} AND version = ${handoff.version}
          AND next_action_at IS ${handoff.next_action_at} AND ${guard}`,
      )
      .getSQL(),
  ];
  if (session) {
    statements.push(sql`UPDATE sessions SET ${session}, updated_at = ${ctx.now}
      WHERE id = ${handoff.session_id} AND account_id = ${account_id} AND ${operation.stands}`);
  }
  if (cancels) statements.push(cancelDeliveries(ctx, id, operation.stands));
  for (const one of promised) {
    statements.push(...promiseDeliveries(ctx, { ...one, handoff_id: id }, operation.stands));
  }
  const notify = promised.some(({ people, chats = [] }) => people.length + chats.length > 0) ? [id] : [];
  const due = change.next_action_at;
  const { won } = await commit(ctx, { operation, statements, facts, notify, due, answer: undefined });
  return won;
}

/** A person as facts name them. */
export function named({ user_id, name }: { user_id: string; name: string }): { id: string; name: string } {
  return { id: user_id, name };
}
