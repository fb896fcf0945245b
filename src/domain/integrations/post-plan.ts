import { type SQL, sql } from "drizzle-orm";
import type { PostOutcome } from "../../contract/integration.ts";
import type { ToolEvent } from "../../contract/tool-event.ts";
import type { Row } from "../../db/client.ts";
import type { Branch } from "../commit.ts";
import type { DomainContext } from "../context.ts";
import type { Source } from "./admit-post.ts";
import { groupKey } from "./alert-keys.ts";
import type { Card } from "./new-card.ts";

/** What one event of a post is written with. The batch decides what happens: nobody else writes between its statements. */
export interface PostPlan {
  /** The last one returns a row of `outcome`, `handoff_id`, `session_id` and `is_new` if anything has happened. */
  statements: SQL[];
  branches: Branch[];
  /** What it promises to write into tickets. */
  notes: SQL[];
  last: SQL[];
  /** The cards that may have come into being. */
  cards: Card[];
}

/** What is known of an event while its plan is made. */
export interface Planned {
  ctx: DomainContext;
  source: Source;
  event: ToolEvent;
  post_id: string;
  /** The key of the alert's row: the tool's own, a group's, or one that nobody will ever name again. */
  key: string;
  /** Written into each row that this event changes. */
  operation_id: string;
}

export function planned(ctx: DomainContext, source: Source, event: ToolEvent, post_id: string): Planned {
  const own = event.dedup_key ?? ctx.newId();
  const key = event.group ? groupKey(own) : own;
  return { ctx, source, event, post_id, key, operation_id: ctx.newId() };
}

/** The open alert of this key; `of` is an alias such as `a.`. */
export function openAlert({ source, key }: Planned, of: SQL = sql``): SQL {
  return sql`${of}integration_id = ${source.integration.id} AND ${of}dedup_key = ${key} AND ${of}status = 'open'`;
}

/** The session of the open alert, if this event has touched it. */
export function touchedSession(plan: Planned): SQL {
  return sql`(SELECT a.session_id FROM alerts a WHERE ${openAlert(plan, sql`a.`)} AND a.operation_id = ${plan.operation_id})`;
}

/** The handoff of that session that stands or was ended by this very event. */
export function touchedHandoff(plan: Planned): SQL {
  return sql`(SELECT h.id FROM handoffs h WHERE h.session_id = ${touchedSession(plan)}
    AND (h.status IN ('open', 'claimed') OR h.operation_id = ${plan.operation_id}) ORDER BY h.created_at DESC, h.id DESC LIMIT 1)`;
}

/** Whether the session of an alert `alerts` is still in somebody's hands or in the queue. */
export const HANDOFF_STANDS = sql`EXISTS (SELECT 1 FROM handoffs h
  WHERE h.session_id = alerts.session_id AND h.status IN ('open', 'claimed'))`;

/** The statements that write onto the post what became of it, and return it. `found` gives `outcome, handoff_id, session_id, is_new`. */
export function noteOutcome({ post_id }: Planned, found: SQL): SQL[] {
  return [
    sql`UPDATE integration_posts SET detail = NULL, (outcome, answer_status, handoff_ids) = (SELECT
        CASE WHEN integration_posts.outcome = 'created' THEN 'created' ELSE f.outcome END,
        CASE WHEN f.is_new AND integration_posts.answer_status = 200 THEN 201 ELSE integration_posts.answer_status END,
        CASE WHEN EXISTS (SELECT 1 FROM json_each(integration_posts.handoff_ids) j WHERE j.value = f.handoff_id)
          THEN integration_posts.handoff_ids ELSE json_insert(integration_posts.handoff_ids, '$[#]', f.handoff_id) END
        FROM (${found}) f)
      WHERE id = ${post_id} AND EXISTS (${found})`,
    found,
  ];
}

/** What an event came to; null: nothing, there was nothing to do. */
export interface EventResult {
  outcome: PostOutcome;
  handoff_id: string;
  session_id: string;
  is_new: boolean;
}

export function decodeResult(row: Row | undefined): EventResult | null {
  if (!row) return null;
  // The columns of `found`, whose outcomes are words of ours.
  const { outcome, handoff_id, session_id, is_new } = row as Omit<EventResult, "is_new"> & { is_new: 0 | 1 };
  return { outcome, handoff_id, session_id, is_new: is_new === 1 };
}
