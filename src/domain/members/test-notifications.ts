import { sql } from "drizzle-orm";
import type { Channel } from "../../contract/delivery.ts";
import { decodeAddressee, selectActiveMember } from "../deliveries/addressees.ts";
import { type Way, mailTo, waysTo } from "../deliveries/ways.ts";
import { type Operation, commit } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { promiseMail } from "../outbox/promise-mail.ts";

/** Where a test went. */
export interface TestSent {
  channel: Channel;
  recipient: string;
}

/** Seals the test for one way; `address` is the sealed address of its chat or browser, null for mail. */
export type SealedTest = (way: Way, address: string | null) => Promise<string>;

const HOUR_MS = 60 * 60_000;
/** So many tests a person may ask for within an hour. */
export const TESTS_AN_HOUR = 5;

/**
 * Promises the actor a test in each way in which they are told. The answer names all of them, and the first by itself.
 * @throws DomainError `forbidden` (keys), `rate_limited`
 */
export async function testNotifications(
  ctx: DomainContext,
  seal: SealedTest,
): Promise<TestSent & { sent: TestSent[] }> {
  const { account_id, now } = ctx;
  const tests = await testsFor(ctx, seal);
  const [first, ...others] = tests.map(({ way, payload }) => ({ way, id: ctx.newId(), payload }));
  if (!first) throw new Error("There is always a way.");
  // The first promise is the guard: it stands if it found fewer tests than an hour may have.
  const operation: Operation = {
    id: first.id,
    stands: sql`EXISTS (SELECT 1 FROM outbox WHERE id = ${first.id})`,
  };
  const { user_id } = person(ctx);
  const subject_id = `test:${user_id}`;
  const counted = sql`FROM outbox WHERE subject_id = ${subject_id} AND created_at > ${now - HOUR_MS}`;
  const job = ({ id, payload }: typeof first) => ({ id, payload, account_id, now });
  const statements = [
    promiseMail({ ...job(first), subject_id }, sql`(SELECT count(*) ${counted}) < ${TESTS_AN_HOUR}`),
    sql`SELECT min(created_at) AS first ${counted}`,
    ...others.map((one) => promiseMail({ ...job(one), subject_id: `${subject_id}:too` }, operation.stands)),
  ];
  const sent = [first, ...others].map(({ way: { channel, recipient } }) => ({ channel, recipient }));
  const answer = { channel: first.way.channel, recipient: first.way.recipient, sent };
  const jobs = [first, ...others].map(({ id }) => id);
  const { won, rows } = await commit(ctx, { operation, statements, jobs, answer });
  if (won) return answer;
  const wait = Math.max(Math.ceil((Number(rows[1]?.[0]?.["first"]) + HOUR_MS - now) / 1000), 1);
  throw new DomainError("rate_limited", `At most ${TESTS_AN_HOUR} tests an hour.`, {}, wait);
}

/** Mail is tried even where it came back: that is what a test is for. */
async function testsFor(ctx: DomainContext, seal: SealedTest): Promise<{ way: Way; payload: string }[]> {
  const { user_id, email } = person(ctx);
  const [found = [], targets = []] = await ctx.db.batch([
    selectActiveMember(ctx.account_id, user_id),
    sql`SELECT id, address FROM channel_targets WHERE account_id = ${ctx.account_id} AND user_id = ${user_id}`,
  ]);
  const addresses = new Map(targets.map((row) => [row["id"], String(row["address"])]));
  const ways = found.map(decodeAddressee).flatMap(waysTo);
  return Promise.all(
    (ways.length > 0 ? ways : [mailTo({ email })]).map(async (way) => ({
      way,
      payload: await seal(way, addresses.get(way.target_id ?? "") ?? null),
    })),
  );
}

function person({ actor }: DomainContext) {
  if (actor.kind !== "member") throw new DomainError("forbidden", "Only people are told.");
  return actor;
}
