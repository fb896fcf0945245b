import { sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { KEY_LIFETIME_MS } from "./commit.ts";

const JOBS_KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const ATTEMPTS_KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** So many rows of the log of webhooks, and of tools' posts, go at a time: they are many, and the next minute comes. */
const MOST = 5_000;
/** What tools posted, word for word. */
const POSTS_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Lets go of what has run out: keyed answers, logins, mailed codes, ended jobs, the log of webhooks, tools' raw posts.
 * Returns how many rows went.
 */
export async function purgeExpired(db: Db, now: number, most = MOST): Promise<number> {
  const gone = await db.batch([
    sql`DELETE FROM idempotency_keys WHERE created_at <= ${now - KEY_LIFETIME_MS} RETURNING 1`,
    sql`DELETE FROM logins WHERE expires_at <= ${now} RETURNING 1`,
    sql`DELETE FROM verifications WHERE expires_at <= ${now} RETURNING 1`,
    sql`DELETE FROM outbox WHERE status <> 'pending' AND created_at <= ${now - JOBS_KEPT_MS} RETURNING 1`,
    sql`DELETE FROM webhook_attempts WHERE id IN (SELECT id FROM webhook_attempts
      WHERE attempted_at <= ${now - ATTEMPTS_KEPT_MS} LIMIT ${most}) RETURNING 1`,
    // Those of which an attempt is still shown stay with it.
    sql`DELETE FROM webhook_messages WHERE id IN (SELECT m.id FROM webhook_messages m
      WHERE m.status NOT IN ('pending', 'sending') AND m.created_at <= ${now - ATTEMPTS_KEPT_MS}
        AND NOT EXISTS (SELECT 1 FROM webhook_attempts a WHERE a.message_id = m.id) LIMIT ${most}) RETURNING 1`,
    sql`DELETE FROM integration_posts WHERE id IN (SELECT id FROM integration_posts
      WHERE received_at <= ${now - POSTS_KEPT_MS} LIMIT ${most}) RETURNING 1`,
  ]);
  return gone.flat().length;
}
