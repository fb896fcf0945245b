import { sql } from "drizzle-orm";
import type { DomainContext } from "../context.ts";
import { notFound } from "../errors.ts";

/** Ends a subscription: what waits is not sent, and its log goes with it. @throws DomainError `not_found` */
export async function unsubscribe({ db, account_id }: DomainContext, id: string): Promise<void> {
  const of = sql`subscription_id = ${id} AND account_id = ${account_id}`;
  const rows = await db.batch([
    sql`DELETE FROM webhook_attempts WHERE ${of}`,
    sql`DELETE FROM webhook_messages WHERE ${of}`,
    sql`DELETE FROM webhook_subscriptions WHERE id = ${id} AND account_id = ${account_id} RETURNING id`,
  ]);
  if (rows.at(-1)?.length === 0) throw notFound("webhook subscription");
}
