import { sql } from "drizzle-orm";
import type { Db } from "../../db/client.ts";
import type { DomainContext } from "../context.ts";
import { GIVE_UP_MS } from "./attempt-outcome.ts";
import { type SealedEnd, endSubscription } from "./end-subscription.ts";
import type { SubscriptionRow } from "./subscription-row.ts";

/** A subscription of any account. */
export type Failing = Pick<SubscriptionRow, "id" | "account_id" | "url">;

/** The subscriptions that have taken nothing for five days, whether or not anything waits for them. */
export function listFailing(db: Db, now: number): Promise<Failing[]> {
  return db.all<Failing>(sql`SELECT id, account_id, url FROM webhook_subscriptions
    WHERE active = 1 AND failing_since IS NOT NULL AND failing_since <= ${now - GIVE_UP_MS} LIMIT 100`);
}

/** Switches one of them off, with the mails to admins. */
export async function endFailing(ctx: DomainContext, failing: Failing, seal: SealedEnd): Promise<void> {
  const { statements, jobs } = await endSubscription(ctx, failing, "failed_long", seal);
  await ctx.db.batch(statements);
  for (const job of jobs) ctx.committed.jobs.add(job);
}
