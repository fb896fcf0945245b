import { type SQL, sql } from "drizzle-orm";
import { commit, operationOn, untilCommitted } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { followTicket } from "./follow-ticket.ts";
import { type NoteRow, noteFact } from "./note-row.ts";
import { PUSHING_LEASE_MS } from "./take-notes.ts";
import { type PushOutcome, type PushResult, pushOutcome } from "./push-outcome.ts";

/**
 * Writes what became of a note: on its row, on the connection, and, once it is decided, on every handoff that it tells
 * of, with the fact that everybody sees live. Nothing is written for a note that is not this pusher's any more.
 */
export async function recordPush(
  ctx: DomainContext,
  note: NoteRow,
  result: PushResult,
  random: number,
): Promise<PushOutcome> {
  const outcome = pushOutcome(ctx.now, note, result, random);
  const held = sql`EXISTS (SELECT 1 FROM psa_notes p WHERE p.id = ${note.id} AND p.account_id = ${ctx.account_id}
    AND p.status = 'pushing' AND p.attempts = ${note.attempts})`;
  if (outcome.status === "pending") {
    // The session may have got another ticket while this one was asked.
    const { free, move } = followTicket(ctx, note.session_id, sql`1`);
    await ctx.db.batch([
      ...noteConnection(ctx, note, result, held),
      ...noteRow(ctx, note, result, outcome, held),
      ...free,
      move,
    ]);
    return outcome;
  }
  await untilCommitted(async () => {
    const handoffs = await handoffsToldBy(ctx, note);
    const operation = operationOn(ctx, "handoffs", note.handoff_id);
    const told = sql`SELECT value FROM json_each(${JSON.stringify(handoffs)})`;
    const pushed =
      result.kind === "pushed" ? sql`psa_note_pushed = 1, psa_note_id = ${result.note_id},` : sql``;
    await commit(ctx, {
      operation,
      statements: [
        sql`UPDATE handoffs SET operation_id = ${operation.id} WHERE id = ${note.handoff_id}
          AND account_id = ${ctx.account_id} AND ${held}`,
        sql`UPDATE handoffs SET ${pushed} version = version + 1, updated_at = ${ctx.now}
          WHERE id IN (${told}) AND account_id = ${ctx.account_id} AND ${operation.stands}`,
        ...noteConnection(ctx, note, result, operation.stands),
        ...noteRow(ctx, note, result, outcome, operation.stands),
        ...(result.kind === "pushed" ? [noteMerged(ctx, note, result, operation.stands)] : []),
      ],
      facts: handoffs.map((handoff) => factOf(handoff, note, result)),
      answer: undefined,
    });
    return true;
  });
  return outcome;
}

/** The handoffs of a note and of those that were merged into it. */
async function handoffsToldBy(ctx: DomainContext, note: NoteRow): Promise<string[]> {
  const rows = await ctx.db
    .all(sql`SELECT DISTINCT handoff_id FROM psa_notes WHERE connection_id = ${note.connection_id}
    AND account_id = ${ctx.account_id} AND status = 'merged' AND merged_into = ${note.id}`);
  return [...new Set([note.handoff_id, ...rows.map((row) => String(row["handoff_id"]))])];
}

function factOf(handoff: string, { ticket_ref: ticket }: NoteRow, result: PushResult) {
  if (result.kind !== "pushed") {
    return noteFact(handoff, ["psa_note"], {
      psa_note: { state: "failed", ticket, last_error: result.error },
    });
  }
  const { note_id: psa_note_id, url } = result;
  const fields = { psa_note_pushed: true, psa_note_id, psa_note: { state: "pushed", ticket, url } };
  return noteFact(handoff, Object.keys(fields), fields);
}

function noteRow(
  ctx: DomainContext,
  note: NoteRow,
  result: PushResult,
  outcome: PushOutcome,
  stands: SQL,
): SQL[] {
  const { status, next, error, uncertain } = outcome;
  const done = result.kind === "pushed" ? result : null;
  const { ticket_id } = result;
  return [
    sql`UPDATE psa_notes SET status = ${status}, next_attempt_at = ${next}, taken_until = NULL,
        uncertain = ${uncertain ? 1 : 0}, last_error = ${error?.slice(0, 500) ?? null}, note_id = ${done?.note_id ?? null},
        url = ${done?.url ?? null}, ticket_id = ${result.kind === "failed" ? ticket_id : sql`coalesce(${ticket_id}, ticket_id)`},
        pushed_at = ${done && toldAt(note)}
      WHERE id = ${note.id} AND status = 'pushing' AND attempts = ${note.attempts} AND ${stands}`,
  ];
}

/**
 * What was on record at this moment is surely in the note: it was read after its pusher took it, or, where an earlier
 * attempt has got through, after it was promised. What was written later is news to the ticket.
 */
function toldAt({ uncertain, taken_until, created_at }: NoteRow): number {
  return uncertain || taken_until === null ? created_at : taken_until - PUSHING_LEASE_MS;
}

/** What was merged into a note is where the note is. */
function noteMerged(
  ctx: DomainContext,
  note: NoteRow,
  { note_id, url, ticket_id }: Extract<PushResult, { kind: "pushed" }>,
  stands: SQL,
): SQL {
  return sql`UPDATE psa_notes SET note_id = ${note_id}, url = ${url}, ticket_id = ${ticket_id}, pushed_at = ${toldAt(note)}
    WHERE connection_id = ${note.connection_id} AND status = 'merged' AND merged_into = ${note.id} AND ${stands}`;
}

/** Whether anything gets through is seen by every call: a refusal about one ticket is an answer like any other. */
function noteConnection(ctx: DomainContext, note: NoteRow, result: PushResult, stands: SQL): SQL[] {
  const own = sql`id = ${note.connection_id} AND account_id = ${ctx.account_id} AND ${stands}`;
  const isBroken = result.kind === "retry" && result.blame === "connection";
  if (!isBroken) return [sql`UPDATE psa_connections SET last_error = NULL, broken_since = NULL WHERE ${own}`];
  return [
    sql`UPDATE psa_connections SET last_error = ${result.error.slice(0, 500)},
      broken_since = coalesce(broken_since, ${ctx.now}) WHERE ${own}`,
  ];
}
