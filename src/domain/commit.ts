import { type SQL, sql } from "drizzle-orm";
import type { Row } from "../db/client.ts";
import { decodeRow } from "../db/decode-row.ts";
import { insertWhere } from "../db/insert-where.ts";
import { account_events, idempotency_keys } from "../db/schema.ts";
import { type DomainContext, noteDue } from "./context.ts";
import { DomainError } from "./errors.ts";
import { nameIn } from "./sessions/session-row.ts";
import { presentEvent } from "./events/present-event.ts";
import { type Fact, recordEvents } from "./events/record-events.ts";

/** A guarded write: the guard writes `id` into its row's `operation_id` only if the row is as the verb read it. */
export interface Operation {
  id: string;
  /** True inside the batch if, and only if, the guard won. */
  stands: SQL;
}

/** A fresh operation whose guard is an UPDATE (or INSERT) of that row. */
export function operationOn(ctx: DomainContext, table: "sessions" | "handoffs", rowId: string): Operation {
  const id = ctx.newId();
  const stands = sql`EXISTS (SELECT 1 FROM ${sql.identifier(table)} o WHERE o.id = ${rowId} AND o.operation_id = ${id})`;
  return { id, stands };
}

/** For a write that only adds rows of its own: there is nothing to guard against. */
export function unguarded(ctx: DomainContext): Operation {
  return { id: ctx.newId(), stands: sql`1` };
}

/** Facts that are logged only if the batch itself has come this way. */
export interface Branch {
  stands: SQL;
  facts: Fact[];
}

export interface Write<T> {
  operation: Operation;
  /** The guard first, then what follows from it; each further one must carry `operation.stands`. */
  statements: SQL[];
  facts?: Fact[];
  /** For a write that decides in SQL what happens: the facts of each way it can go, logged after `facts`. */
  branches?: Branch[];
  /** What may only be written once the facts are logged. */
  last?: SQL[];
  /** Handoffs whose `deliveries` rows this write makes, and outbox jobs. */
  notify?: string[];
  jobs?: string[];
  /** The statements that promise notes in tickets; what they return says whether and where there are any. */
  notes?: SQL[];
  /** When the handoff that this write changes is next to be looked after, ms. */
  due?: number | null;
  answer: T;
}

/**
 * The one commit point: state, facts, promises and the answer to a keyed request in one batch.
 * Returns whether the guard won (if not, nothing was written) and the rows of each statement.
 * @throws DomainError `idempotency_in_progress` if another request with the same key committed first.
 */
export async function commit<T>(
  ctx: DomainContext,
  write: Write<T>,
): Promise<{ won: boolean; rows: Row[][] }> {
  const { stands } = write.operation;
  const notes = write.notes ?? [];
  const notesEnd = write.statements.length + notes.length;
  const branches = [{ stands, facts: write.facts ?? [] }, ...(write.branches ?? [])];
  const recorded = branches.map(({ stands, facts }) => recordEvents(ctx, facts, stands));
  const statements = [...write.statements, ...notes, ...recorded.flat(), ...(write.last ?? [])];
  statements.push(...(await keepAnswer(ctx, write.answer, stands)));
  statements.push(sql`SELECT ${stands} AS won`);
  const rows = await ctx.db.batch(statements).catch((error: unknown) => {
    throw isKeyTaken(error) ? keyInProgress() : error;
  });
  if (rows.at(-1)?.[0]?.["won"] !== 1) return { won: false, rows };

  let from = notesEnd;
  for (const { length } of recorded) {
    noteLogged(ctx, rows.slice(from, from + length));
    from += length;
  }
  if (ctx.keyed) ctx.keyed.kept = true;
  for (const id of write.notify ?? []) ctx.committed.notify.add(id);
  for (const id of write.jobs ?? []) ctx.committed.jobs.add(id);
  noteDue(ctx, write.due ?? null);
  for (const row of rows.slice(write.statements.length, notesEnd).flat()) notePromised(ctx, row);
  return { won: true, rows };
}

/** The facts after which a handoff asks for help no more. */
const ENDS_ALERTS: ReadonlySet<string> = new Set([
  "handoff_claimed",
  "handoff_withdrawn",
  "handoff_superseded",
  "handoff_resolved",
]);

/** Notes what `recordEvents` has logged: its first statement returns the account, each further one a row of the log. */
function noteLogged({ committed, account_id }: DomainContext, [accounts = [], ...logged]: Row[][]): void {
  const events = logged.flat().map((row) => presentEvent(decodeRow(account_events, row)));
  committed.events.push(...events);
  const [account] = accounts;
  if (!account) return;
  committed.log = {
    epoch: String(account["epoch"]),
    region: nameIn(account, "region"),
    jurisdiction: nameIn(account, "jurisdiction"),
  };
  if (account["has_webhooks"] === 1) committed.webhooks = account_id;
  if (account["has_browsers"] !== 1) return;
  for (const { type, handoff_id } of events) {
    if (handoff_id !== null && ENDS_ALERTS.has(type)) committed.retract.add(handoff_id);
  }
}

/** Notes that a connection has a note to push, so that the queue hears when. */
function notePromised({ committed, now }: DomainContext, row: Row): void {
  const connection = String(row["connection_id"]);
  const delay = Math.max(Number(row["next_attempt_at"]) - now, 0);
  committed.notes.set(connection, Math.min(committed.notes.get(connection) ?? delay, delay));
}

/** How long a key protects its request (`api.md` §1). */
export const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** How often a verb that lost its guard reads again before it asks the caller to come back: one of twenty at once wins a round. */
const TRIES = 32;

/**
 * Runs a verb's read-decide-write until its write wins. `attempt` returns null when it lost the race.
 * @throws DomainError `unavailable` after too many lost races.
 */
export async function untilCommitted<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < TRIES; tries++) {
    const done = await attempt();
    if (done !== null) return done;
  }
  throw new DomainError("unavailable", "Too many changes at once. Try again.");
}

/** The statement that keeps a keyed request's answer, so that the same key never has two effects. */
export async function keepAnswer(ctx: DomainContext, answer: unknown, stands: SQL): Promise<SQL[]> {
  if (!ctx.keyed) return [];
  const { seal, kept: _, ...keyed } = ctx.keyed;
  const sealed = await seal(JSON.stringify(answer) ?? "");
  return [
    sql`DELETE FROM idempotency_keys WHERE caller = ${keyed.caller} AND operation = ${keyed.operation}
      AND key = ${keyed.key} AND created_at <= ${ctx.now - KEY_LIFETIME_MS}`,
    insertWhere(idempotency_keys, { ...keyed, answer: sealed, created_at: ctx.now }, stands),
  ];
}

export function keyInProgress(): DomainError {
  return new DomainError(
    "idempotency_in_progress",
    "A request with this Idempotency-Key is being carried out.",
  );
}

function isKeyTaken(error: unknown): boolean {
  return error instanceof Error && error.message.includes("UNIQUE constraint failed: idempotency_keys");
}
