import { type SQL, sql } from "drizzle-orm";
import type { PostOutcome } from "../../contract/integration.ts";
import { insertWhere } from "../../db/insert-where.ts";
import { integration_posts } from "../../db/schema.ts";
import type { DomainContext } from "../context.ts";
import type { Source } from "./admit-post.ts";

/** A post as it came. */
export interface RawPost {
  address: string;
  content_type: string | null;
  body: string;
  replay_of: string | null;
  /** What the sender names it by, so that the same post is never taken twice. */
  once: { key: string; body_hash: string } | null;
  /** The status of an answer that makes nothing new; something new is a 201 where this is a 200. */
  status: 200 | 202;
}

/** What is kept of an integration's posts: of seven days the newest, within both of these bounds. */
export const KEPT_POSTS = 1_000;
export const KEPT_BYTES = 16 * 1024 * 1024;
/** Looking for what is beyond them reads an index of a thousand entries: once in so many posts of a minute. */
const LOOKED_EVERY = 25;

/** The statements that keep a post word for word, with what became of it, and let go of what is one too many. */
export function keepPost(
  ctx: DomainContext,
  { integration, nth }: Source,
  id: string,
  { once: _, status: __, ...stored }: RawPost,
  became: { outcome: PostOutcome; detail: string | null; answer_status: number },
  when: SQL,
): SQL[] {
  const row = {
    id,
    account_id: ctx.account_id,
    integration_id: integration.id,
    ...stored,
    bytes: new TextEncoder().encode(stored.body).length,
    ...became,
    handoff_ids: [],
    received_at: ctx.now,
  };
  const looks = nth === 0 || nth % LOOKED_EVERY === 1;
  return [insertWhere(integration_posts, row, when), ...(looks ? [dropOldPosts(integration.id)] : [])];
}

function dropOldPosts(integration_id: string): SQL {
  return sql`DELETE FROM integration_posts WHERE id IN (
    SELECT id FROM (SELECT id, row_number() OVER newest AS place, sum(bytes) OVER newest AS weight
      FROM integration_posts WHERE integration_id = ${integration_id}
      WINDOW newest AS (ORDER BY received_at DESC, id DESC))
    WHERE place > ${KEPT_POSTS} OR weight > ${KEPT_BYTES})`;
}
