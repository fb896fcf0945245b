import { type SQL, sql } from "drizzle-orm";
import { isAdminRole } from "../../contract/role.ts";
import type { DomainContext } from "../context.ts";
import { type Addressee, decodeAddressee, selectTeam } from "../deliveries/addressees.ts";
import { promiseMail } from "../outbox/promise-mail.ts";
import { GIVE_UP_MS } from "./attempt-outcome.ts";
import { skipMessages } from "./skip-messages.ts";
import type { SubscriptionRow } from "./subscription-row.ts";

/** Seals the mail that tells one of those who administer the account that a subscription was switched off. */
export type SealedEnd = (to: Addressee, about: { url: string; reason: string }) => Promise<string>;

/** Why a subscription ends: its address is gone for good, or has taken nothing for five days. */
export type EndReason = "gone" | "failed_long";

const WORDS: Record<EndReason, string> = {
  gone: "The address answered 410: it is gone.",
  failed_long: "The address has taken nothing for five days.",
};

/**
 * The statements that switch a subscription off, skip what waits for it, and promise admins word of it, with these mails.
 * Judged by the batch itself: a success, another address or an admin may have been there meanwhile.
 */
export async function endSubscription(
  ctx: DomainContext,
  { id, url }: Pick<SubscriptionRow, "id" | "url">,
  why: EndReason,
  seal: SealedEnd,
): Promise<{ statements: SQL[]; jobs: string[] }> {
  const { account_id, now } = ctx;
  const own = sql`id = ${id} AND account_id = ${account_id}`;
  const reason = WORDS[why];
  const holds = why === "gone" ? sql`1` : sql`failing_since <= ${now - GIVE_UP_MS}`;
  const ended = sql`EXISTS (SELECT 1 FROM webhook_subscriptions WHERE ${own} AND active = 0 AND disabled_at = ${now})`;
  const notices = await noticesTo(ctx, { url, reason }, `webhook-off:${id}:${now}`, ended, seal);
  const statements = [
    sql`UPDATE webhook_subscriptions SET active = 0, disabled_at = ${now}, disabled_reason = ${reason}, updated_at = ${now}
      WHERE ${own} AND active = 1 AND url = ${url} AND ${holds}`,
    skipMessages(account_id, [id], ended),
    ...notices.map(({ statement }) => statement),
  ];
  return { statements, jobs: notices.map(({ job }) => job) };
}

async function noticesTo(
  ctx: DomainContext,
  about: { url: string; reason: string },
  subject_id: string,
  stands: SQL,
  seal: SealedEnd,
): Promise<{ job: string; statement: SQL }[]> {
  const { account_id, now } = ctx;
  const team = (await ctx.db.all(selectTeam(account_id))).map(decodeAddressee);
  const admins = team.filter(({ role, reachable }) => isAdminRole(role) && reachable);
  return Promise.all(
    admins.map(async (to) => {
      const id = ctx.newId();
      const payload = await seal(to, about);
      const own = `${subject_id}:${to.user_id}`;
      // Several attempts may fail in the same millisecond.
      const once = sql`${stands} AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.subject_id = ${own})`;
      return { job: id, statement: promiseMail({ id, account_id, subject_id: own, payload, now }, once) };
    }),
  );
}
