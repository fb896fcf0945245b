import { type SQL, sql } from "drizzle-orm";
import type { ToolEvent } from "../../contract/tool-event.ts";
import type { Db } from "../../db/client.ts";
import type { DomainContext } from "../context.ts";
import { type Admitted, type Source, admitPost } from "./admit-post.ts";
import type { RawPost } from "./keep-post.ts";
import { type Taken, takePost } from "./take-post.ts";

/** The key of the alert that silence is. */
const SILENCE = "baton-heartbeat";

/** An integration whose sign of life is overdue. */
export interface Silent {
  id: string;
  account_id: string;
}

/**
 * Recognises the key of a sign of life and counts it against the limit, and for itself, so that a storm of posts never
 * makes a tool look dead. Unless the integration signs, it is noted with that. Null for an unknown key.
 */
export function admitBeat(db: Db, keyHash: string, now: number): Promise<Admitted | null> {
  const unsigned = sql`signing_secret IS NULL`;
  const also = sql`, heartbeat_at = CASE WHEN ${unsigned} THEN ${now} ELSE heartbeat_at END,
    heartbeat_due_at = CASE WHEN ${unsigned} THEN ${nextDue(now)} ELSE heartbeat_due_at END`;
  return admitPost(db, keyHash, now, { minute: sql`beat_minute`, count: sql`counted_beats`, also });
}

/** Notes a sign of life whose signature stands; the next one is expected from now. */
export async function noteBeat({ db, now, account_id }: DomainContext, integrationId: string): Promise<void> {
  await db.all(sql`UPDATE integrations SET heartbeat_at = ${now}, heartbeat_due_at = ${nextDue(now)}
    WHERE id = ${integrationId} AND account_id = ${account_id} AND active = 1 AND deleted_at IS NULL`);
}

function nextDue(now: number): SQL {
  return sql`CASE WHEN heartbeat_minutes IS NULL THEN NULL ELSE ${now} + heartbeat_minutes * 60000 END`;
}

/** Resolves the escalation of a silence that has ended. */
export async function endSilence(ctx: DomainContext, source: Source): Promise<Taken[]> {
  const after = sql`UPDATE integrations SET heartbeat_handoff_id = NULL WHERE id = ${source.integration.id}`;
  return takeOwn(ctx, source, "resolve", { guard: sql`1`, after });
}

/**
 * Escalates a silence, once: whoever comes second finds that it is expected no more until the next beat. Returns
 * whether it did.
 */
export async function escalateSilence(ctx: DomainContext, source: Source): Promise<boolean> {
  const { id } = source.integration;
  const guard = sql`EXISTS (SELECT 1 FROM integrations q WHERE q.id = ${id} AND q.heartbeat_due_at <= ${ctx.now})`;
  const after = sql`UPDATE integrations SET heartbeat_due_at = NULL, heartbeat_handoff_id = coalesce(
      (SELECT a.handoff_id FROM alerts a WHERE a.integration_id = ${id} AND a.dedup_key = ${SILENCE} AND a.status = 'open'),
      heartbeat_handoff_id)
    WHERE id = ${id} AND heartbeat_due_at <= ${ctx.now}`;
  const [taken] = await takeOwn(ctx, source, "trigger", { guard, after });
  return taken !== undefined && "is_new" in taken;
}

/** Integrations from which nothing has come for longer than they said, at most so many. */
export function listSilent(db: Db, now: number, limit: number): Promise<Silent[]> {
  return db.all<Silent>(sql`SELECT id, account_id FROM integrations
    WHERE heartbeat_due_at IS NOT NULL AND heartbeat_due_at <= ${now} ORDER BY heartbeat_due_at LIMIT ${limit}`);
}

function takeOwn(
  ctx: DomainContext,
  source: Source,
  action: "trigger" | "resolve",
  only: { guard: SQL; after: SQL },
): Promise<Taken[]> {
  const { name, heartbeat_minutes } = source.integration;
  const minutes = heartbeat_minutes ?? 0;
  const event: ToolEvent = {
    action,
    dedup_key: SILENCE,
    summary: `No sign of life from ${name} for ${minutes} ${minutes === 1 ? "minute" : "minutes"}`,
    details: `${name} is expected to report to Baton every ${minutes} minutes and has not. The next sign of life resolves this.`,
    priority: null,
    source: name,
    customer: null,
    contact: null,
    device: null,
    problem_domain: null,
    links: [],
    group: null,
  };
  const body = JSON.stringify({ action, summary: event.summary });
  const raw: RawPost = {
    address: "heartbeat",
    content_type: null,
    body,
    replay_of: null,
    once: null,
    status: 200,
  };
  return takePost(ctx, source, raw, { events: [event], ignored: null }, () => undefined, only);
}
