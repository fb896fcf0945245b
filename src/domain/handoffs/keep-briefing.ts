import { sql } from "drizzle-orm";
import type { Documentation } from "../../contract/session.ts";
import { iso } from "../../platform/iso.ts";
import type { DomainContext } from "../context.ts";
import type { HandoffKey, HandoffRow } from "./handoff-row.ts";

type Kept = Pick<HandoffRow, "briefing_text" | "briefing_source" | "briefing_at">;

/** How long one reader may write while the others wait for it, ms. */
export const WRITING_MS = 30_000;

/** The briefing that was kept with a handoff; null while there is none. */
export function keptBriefing({ briefing_text, briefing_source, briefing_at }: Kept): Documentation | null {
  if (briefing_text === null || briefing_source === null || briefing_at === null) return null;
  return { text: briefing_text, source: briefing_source, created_at: iso(briefing_at) };
}

/** Reads the kept briefing again; null while there is none and nobody writes it. */
export async function readBriefing(
  ctx: DomainContext,
  key: HandoffKey,
): Promise<Documentation | "being_written" | null> {
  const [row] = await ctx.db.all<Kept>(sql`SELECT briefing_text, briefing_source, briefing_at FROM handoffs
    WHERE ${isHandoff(ctx, key)}`);
  if (!row) return null;
  return keptBriefing(row) ?? (row.briefing_at === null ? null : "being_written");
}

/** Makes this reader the one who writes; false while another does, or has. One who was cut off is not waited for. */
export async function beginBriefing(ctx: DomainContext, key: HandoffKey): Promise<boolean> {
  const begun = await ctx.db.all(sql`UPDATE handoffs SET briefing_at = ${ctx.now}
    WHERE ${isHandoff(ctx, key)} AND briefing_text IS NULL
      AND (briefing_at IS NULL OR briefing_at <= ${ctx.now - WRITING_MS}) RETURNING id`);
  return begun.length > 0;
}

/** Lets the next reader write: this one was cut off. What was begun later, or is kept, stays. */
export async function leaveBriefing(ctx: DomainContext, key: HandoffKey): Promise<void> {
  await ctx.db.all(sql`UPDATE handoffs SET briefing_at = NULL
    WHERE ${isHandoff(ctx, key)} AND briefing_text IS NULL AND briefing_at = ${ctx.now}`);
}

/**
 * Keeps a briefing unless one is kept already, which then is the answer. What was written without an assessment that has
 * come meanwhile is shown to its reader, but not kept. Nothing of the handoff changes for others: no version, no event.
 */
export async function keepBriefing(
  ctx: DomainContext,
  key: HandoffKey,
  written: { text: string; source: string; assessment_status: HandoffRow["assessment_status"] },
): Promise<Documentation> {
  const { text, source, assessment_status } = written;
  const [, after = []] = await ctx.db.batch([
    sql`UPDATE handoffs SET briefing_text = ${text}, briefing_source = ${source}, briefing_at = ${ctx.now}
      WHERE ${isHandoff(ctx, key)} AND briefing_text IS NULL AND assessment_status = ${assessment_status}`,
    sql`SELECT briefing_text, briefing_source, briefing_at FROM handoffs WHERE ${isHandoff(ctx, key)}`,
  ]);
  // The three columns that the query names.
  const kept = after[0] ? keptBriefing(after[0] as unknown as Kept) : null;
  return kept ?? { text, source, created_at: iso(ctx.now) };
}

function isHandoff(ctx: DomainContext, { handoff_id, session_id }: HandoffKey) {
  return sql`id = ${handoff_id} AND session_id = ${session_id} AND account_id = ${ctx.account_id}`;
}
