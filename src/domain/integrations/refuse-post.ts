import { sql } from "drizzle-orm";
import { commit, unguarded } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import type { Addressee } from "../deliveries/addressees.ts";
import { promiseMail } from "../outbox/promise-mail.ts";
import type { Source } from "./admit-post.ts";
import { type RawPost, keepPost } from "./keep-post.ts";

const MINUTE = 60_000;
/** So many of a minute's posts over the limit are kept, word for word. */
const KEPT_A_MINUTE = 10;
/** Owners are told of a limit once in so long, ms. */
const TOLD_EVERY_MS = 60 * MINUTE;

/** A post that cannot be read: kept, so that whoever set the tool up sees why. */
export async function refusePost(
  ctx: DomainContext,
  source: Source,
  raw: RawPost,
  { status, detail }: { status: number; detail: string },
): Promise<void> {
  const became = { outcome: "refused" as const, detail, answer_status: status };
  await ctx.db.batch(keepPost(ctx, source, ctx.newId(), raw, became, sql`1`));
}

/**
 * A post over the limit of its minute: a few of them are kept, and the account's owners are told once an hour. `notice`
 * seals the mail to one of them.
 */
export async function limitPost(
  ctx: DomainContext,
  source: Source,
  raw: RawPost,
  notice: (to: Addressee) => Promise<string>,
): Promise<void> {
  const { integration, team } = source;
  const minute = ctx.now - (ctx.now % MINUTE);
  const became = {
    outcome: "limited" as const,
    detail: `Over the limit of ${integration.posts_per_minute} posts a minute.`,
    answer_status: 429,
  };
  const room = sql`(SELECT count(*) FROM integration_posts p WHERE p.integration_id = ${integration.id}
    AND p.received_at >= ${minute} AND p.outcome = 'limited') < ${KEPT_A_MINUTE}`;
  const statements = keepPost(ctx, source, ctx.newId(), raw, became, room);
  const { limited_told_at } = integration;
  const jobs: string[] = [];
  if (limited_told_at === null || limited_told_at <= ctx.now - TOLD_EVERY_MS) {
    const due = sql`EXISTS (SELECT 1 FROM integrations i WHERE i.id = ${integration.id}
      AND (i.limited_told_at IS NULL OR i.limited_told_at <= ${ctx.now - TOLD_EVERY_MS}))`;
    for (const owner of team.filter(({ role }) => role === "owner")) {
      const about = { account_id: ctx.account_id, subject_id: integration.id, now: ctx.now };
      const job = { id: ctx.newId(), payload: await notice(owner), ...about };
      statements.push(promiseMail(job, due));
      jobs.push(job.id);
    }
    statements.push(
      sql`UPDATE integrations SET limited_told_at = ${ctx.now} WHERE id = ${integration.id} AND ${due}`,
    );
  }
  await commit(ctx, { operation: unguarded(ctx), statements, jobs, answer: null });
}
