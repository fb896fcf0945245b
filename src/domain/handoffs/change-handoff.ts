import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Handoff } from "../../contract/handoff.ts";
import { handoffs } from "../../db/schema.ts";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import type { Fact } from "../events/record-events.ts";
import { type HandoffKey, type HandoffRow, presentHandoff } from "./handoff-row.ts";
import { loadHandoff } from "./handoff-standing.ts";

/** What a verb decides about a handoff that it has read. */
export interface Decision<T> {
  change: Partial<HandoffRow>;
  fact: Fact;
  /** What else must still be so when it is written, besides the handoff itself. */
  guard?: SQL;
  /** The session's new columns, where the verb changes them. */
  session?: SQL;
  /** Further statements under the operation, and whether they promise notifications. */
  also?: (stands: SQL) => SQL[];
  notifies?: boolean;
  /** Jobs of the outbox that those statements promise. */
  jobs?: string[];
  answer?: (next: HandoffRow) => T;
}

/**
 * Reads a handoff, lets `decide` judge it, and writes the decision if nobody changed the handoff meanwhile and its guard
 * holds; otherwise it reads again. A decision of null leaves the handoff as it is, which is the answer.
 * @throws DomainError `not_found`, and whatever `decide` throws
 */
export function changeHandoff<T = Handoff>(
  ctx: DomainContext,
  key: HandoffKey,
  decide: (handoff: HandoffRow) => Decision<T> | null | Promise<Decision<T> | null>,
): Promise<T> {
  return untilCommitted(async () => {
    const handoff = await loadHandoff(ctx, key);
    const decision = await decide(handoff);
    // Without a presenter of its own a verb answers with the handoff, which is what T defaults to.
    if (!decision) return presentHandoff(handoff) as T;
    const { change, fact, guard = sql`1`, session, also, notifies, jobs, answer: present } = decision;
    const version = handoff.version + 1;
    const next: HandoffRow = { ...handoff, ...change, version, updated_at: ctx.now };
    const operation = operationOn(ctx, "handoffs", handoff.id);
    const { claimed_by_name: _, handed_off_by_name: __, ...columns } = change;
    const statements = [
      ctx.db.orm
        .update(handoffs)
        .set({ ...columns, version, updated_at: ctx.now, operation_id: operation.id })
        .where(
          sql`id = ${handoff.id} AND account_id = ${ctx.account_id} AND version = ${handoff.version} AND ${guard}`,
        )
        .getSQL(),
    ];
    if (session) {
      statements.push(sql`UPDATE sessions SET ${session}, updated_at = ${ctx.now}
        WHERE id = ${handoff.session_id} AND account_id = ${ctx.account_id} AND ${operation.stands}`);
    }
    if (also) statements.push(...also(operation.stands));
    const answer = present ? present(next) : (presentHandoff(next) as T);
    const notify = notifies ? [handoff.id] : [];
    const { won } = await commit(ctx, {
      operation,
      statements,
      facts: [fact],
      notify,
      jobs: jobs ?? [],
      answer,
    });
    return won ? answer : null;
  });
}
