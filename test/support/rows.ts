import { sql } from "drizzle-orm";
import type { LoggedEvent } from "../../src/contract/event.ts";
import type { Row } from "../../src/db/client.ts";
import { decodeRow } from "../../src/db/decode-row.ts";
import { account_events, handoffs, sessions } from "../../src/db/schema.ts";
import { presentEvent } from "../../src/domain/events/present-event.ts";
import type { TestAccount } from "./factories.ts";

/** The account's whole log, in order, as streams and timelines show it. */
export async function logOf({ db, id }: TestAccount): Promise<LoggedEvent[]> {
  const rows = await db.all(sql`SELECT * FROM account_events WHERE account_id = ${id} ORDER BY seq`);
  return rows.map((row) => presentEvent(decodeRow(account_events, row)));
}

/** The last event of the account's log. */
export async function lastEventOf(account: TestAccount): Promise<LoggedEvent | undefined> {
  return (await logOf(account)).at(-1);
}

/** A session's row. Throws if there is none. */
export async function sessionRow({ db }: TestAccount, id: string) {
  return decodeRow(sessions, only(await db.all(sql`SELECT * FROM sessions WHERE id = ${id}`)));
}

/** A handoff's row. Throws if there is none. */
export async function handoffRow({ db }: TestAccount, id: string) {
  return decodeRow(handoffs, only(await db.all(sql`SELECT * FROM handoffs WHERE id = ${id}`)));
}

/** Who is to be told of a handoff, by name, with the state of the promise. */
export function ledgerOf({ db }: TestAccount, handoffId: string): Promise<Row[]> {
  return db.all(sql`SELECT u.name, d.recipient_id, d.recipient, d.channel, d.kind, d.status, d.attempts, d.created_at,
      d.account_id
    FROM deliveries d JOIN users u ON u.id = d.recipient_id WHERE d.handoff_id = ${handoffId}
    ORDER BY d.kind, u.name`);
}

/** The account's jobs in the outbox. */
export function jobsOf({ db, id }: TestAccount): Promise<Row[]> {
  return db.all(sql`SELECT kind, subject_id, status, attempts, next_attempt_at, created_at FROM outbox
    WHERE account_id = ${id} ORDER BY created_at, id`);
}

/** Everything that the account owns, so that two moments can be compared: equal means that nothing was written. */
export async function everythingOf({ db, id }: TestAccount): Promise<Row[][]> {
  return db.batch([
    sql`SELECT * FROM accounts WHERE id = ${id}`,
    sql`SELECT * FROM sessions WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM messages WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM steps WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM branches WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM handoffs WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM account_events WHERE account_id = ${id} ORDER BY seq`,
    sql`SELECT * FROM deliveries WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM outbox WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM members WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM teams WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM invitations WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM api_keys WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM channel_targets WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM webhook_subscriptions WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM webhook_messages WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM integrations WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM integration_posts WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM alerts WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM psa_connections WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM psa_notes WHERE account_id = ${id} ORDER BY id`,
    sql`SELECT * FROM idempotency_keys WHERE caller LIKE ${`${id} %`} ORDER BY operation, key`,
  ]);
}

function only(rows: Row[]): Row {
  const [row, ...others] = rows;
  if (!row || others.length > 0) throw new Error(`${rows.length} rows instead of one`);
  return row;
}
