import { sql } from "drizzle-orm";
import type { Channel } from "../../contract/delivery.ts";
import { DEFAULT_NOTIFICATIONS, type NotificationSettings } from "../../contract/notifications.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { members } from "../../db/schema.ts";
import { type Operation, commit } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError, invalidField } from "../errors.ts";
import { promiseMail } from "../outbox/promise-mail.ts";

/** What Baton can tell people through. */
export const USABLE_CHANNELS: readonly Channel[] = ["email"];

/** How the actor wants to be told. @throws DomainError `forbidden` (keys) */
export async function getNotificationSettings(ctx: DomainContext): Promise<NotificationSettings> {
  const [row] = await ctx.db.all(sql`SELECT * FROM members
    WHERE account_id = ${ctx.account_id} AND user_id = ${person(ctx).user_id}`);
  return (row && decodeRow(members, row).notifications) ?? DEFAULT_NOTIFICATIONS;
}

/**
 * Changes how the actor is told from now on; what is promised already keeps its time.
 * @throws DomainError `validation_failed` (no channel that Baton can use), `forbidden` (keys)
 */
export async function setNotificationSettings(
  ctx: DomainContext,
  settings: NotificationSettings,
): Promise<NotificationSettings> {
  const channels = [...new Set(settings.channels)];
  if (!channels.some((channel) => USABLE_CHANNELS.includes(channel))) {
    throw invalidField("/channels", `Name at least one of: ${USABLE_CHANNELS.join(", ")}.`);
  }
  const stored = { ...settings, channels };
  await ctx.db.all(sql`UPDATE members SET notifications = ${JSON.stringify(stored)}
    WHERE account_id = ${ctx.account_id} AND user_id = ${person(ctx).user_id} AND deleted_at IS NULL`);
  return stored;
}

/** Where a test went. */
export interface TestSent {
  channel: Channel;
  recipient: string;
}

const HOUR_MS = 60 * 60_000;
/** So many tests a person may ask for within an hour. */
export const TESTS_AN_HOUR = 5;

/**
 * Promises the actor a mail that says that mails arrive; `mail` is the sealed mail.
 * @throws DomainError `forbidden` (keys), `rate_limited`
 */
export async function testNotifications(ctx: DomainContext, mail: string): Promise<TestSent> {
  const { user_id, email } = person(ctx);
  const job = { id: ctx.newId(), account_id: ctx.account_id, payload: mail, now: ctx.now };
  // The promise is its own guard: it stands if it found fewer tests than an hour may have.
  const operation: Operation = {
    id: job.id,
    stands: sql`EXISTS (SELECT 1 FROM outbox WHERE id = ${job.id})`,
  };
  const answer: TestSent = { channel: "email", recipient: email };
  const subject_id = `test:${user_id}`;
  const tests = sql`FROM outbox WHERE subject_id = ${subject_id} AND created_at > ${ctx.now - HOUR_MS}`;
  const statements = [
    promiseMail({ ...job, subject_id }, sql`(SELECT count(*) ${tests}) < ${TESTS_AN_HOUR}`),
    sql`SELECT min(created_at) AS first ${tests}`,
  ];
  const { won, rows } = await commit(ctx, { operation, statements, jobs: [job.id], answer });
  if (won) return answer;
  const wait = Math.max(Math.ceil((Number(rows[1]?.[0]?.["first"]) + HOUR_MS - ctx.now) / 1000), 1);
  throw new DomainError("rate_limited", `At most ${TESTS_AN_HOUR} tests an hour.`, {}, wait);
}

function person({ actor }: DomainContext) {
  if (actor.kind !== "member") throw new DomainError("forbidden", "Only people are told.");
  return actor;
}
