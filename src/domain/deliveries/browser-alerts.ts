import { type SQL, sql } from "drizzle-orm";
import type { HandoffStatus } from "../../contract/handoff-lifecycle.ts";
import type { Db } from "../../db/client.ts";
import { GIVE_UP_AFTER_MS } from "../retry-delay.ts";
import { TARGET_WORKS } from "./targets.ts";

/** A browser that shows an alert about a handoff which asks for help no more; its address is sealed. */
export interface Alert {
  target_id: string;
  address: string;
  handoff_id: string;
  session_id: string;
  status: HandoffStatus;
  claimed_by_name: string | null;
  problem_summary: string | null;
  /** When the handoff was last changed, ms. */
  updated_at: number;
}

/** What became of taking an alert back; `next`: when it is tried again, ms, null where there is nothing left to try. */
export interface AlertEnd {
  alert: Alert;
  is_gone: boolean;
  next: number | null;
}

/** How long whoever takes alerts back may hold them before another may. */
const LEASE_MS = 25_000;
/** So many at a time. */
export const MOST_ALERTS = 200;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 30 * 60_000;

/** Whether a delivery `d` speaks to one person about their own: also the reminder of a claim's lease, which has no step. */
const isOwn = (d: SQL): SQL =>
  sql`(${d}.kind IN ('returned', 'wake') OR (${d}.kind = 'reminder' AND ${d}.step = 0))`;

/** Whether a delivery `d` has put a call for help on a browser's screen, or may have. A bundle's replaces no other. */
const SHOWS_ALERT = sql`d.channel = 'web_push' AND d.alert_ended_at IS NULL AND (d.status = 'sent' OR d.uncertain = 1)
  AND d.kind <> 'bundle' AND NOT ${isOwn(sql`d`)} AND d.status NOT IN ('pending', 'sending')`;

/** Whether another alert has taken the place of a delivery `d`'s since. */
const IS_REPLACED = sql`EXISTS (SELECT 1 FROM deliveries n WHERE n.handoff_id = d.handoff_id
  AND n.target_id = d.target_id AND n.sent_at >= d.created_at AND ${isOwn(sql`n`)})`;

/**
 * Takes the alerts that say what is so no longer, of one handoff or of all: the ledger says which browsers show one, so
 * no promise of their end can be lost. Where the browser is there no more, has been told something else since, or the
 * handoff has ended a day ago, there is nothing to take back.
 */
export async function takeAlerts(db: Db, handoffId: string | null, now: number): Promise<Alert[]> {
  const of = handoffId === null ? sql`1` : sql`d.handoff_id = ${handoffId}`;
  const alerts = sql`FROM deliveries d INDEXED BY deliveries_alerts_shown
      CROSS JOIN handoffs h ON h.id = d.handoff_id AND h.account_id = d.account_id
    WHERE ${SHOWS_ALERT} AND ${of} AND h.status <> 'open' AND coalesce(d.alert_next_at, 0) <= ${now}`;
  const target = sql`SELECT t.id FROM channel_targets t WHERE t.id = d.target_id AND t.account_id = d.account_id
    AND ${TARGET_WORKS}`;
  const [, taken = []] = await db.batch([
    sql`UPDATE deliveries SET alert_ended_at = ${now} WHERE id IN (SELECT d.id ${alerts}
      AND (h.updated_at <= ${now - GIVE_UP_AFTER_MS} OR ${IS_REPLACED} OR NOT EXISTS (${target})))`,
    sql`UPDATE deliveries SET alert_next_at = ${now + LEASE_MS} WHERE id IN (SELECT d.id ${alerts} LIMIT ${MOST_ALERTS})
      RETURNING id`,
  ]);
  if (taken.length === 0) return [];
  return db.all<Alert>(sql`SELECT DISTINCT t.id AS target_id, t.address, h.id AS handoff_id, h.session_id, h.status, h.updated_at,
      u.name AS claimed_by_name, s.problem_summary
    FROM deliveries d JOIN handoffs h ON h.id = d.handoff_id AND h.account_id = d.account_id
      JOIN sessions s ON s.id = h.session_id
      JOIN channel_targets t ON t.id = d.target_id AND t.account_id = d.account_id
      LEFT JOIN users u ON u.id = h.claimed_by
    WHERE d.id IN (SELECT value FROM json_each(${JSON.stringify(taken.map(({ id }) => id))}))`);
}

/** When an alert that could not be taken back is tried again, ms; null a day after its handoff asked for no help any more. */
export function nextTry({ updated_at }: Alert, retryAfter: number, now: number): number | null {
  const grown = Math.min(Math.max(now - updated_at, FIRST_WAIT_MS), LONGEST_WAIT_MS);
  const next = now + Math.max(grown, retryAfter);
  return next > updated_at + GIVE_UP_AFTER_MS ? null : next;
}

/** Writes down what became of alerts; lets go of browsers that do not listen any more. */
export async function endAlerts(db: Db, ends: readonly AlertEnd[], now: number): Promise<void> {
  if (ends.length === 0) return;
  const rows = ends.map(({ alert: { target_id, handoff_id }, is_gone, next }) => ({
    target_id,
    handoff_id,
    next,
    ended: next === null ? now : null,
    gone: is_gone,
  }));
  const all: SQL = sql`json_each(${JSON.stringify(rows)}) r`;
  await db.batch([
    sql`UPDATE deliveries AS d SET alert_ended_at = r.value ->> 'ended', alert_next_at = r.value ->> 'next'
      FROM ${all} WHERE d.handoff_id = r.value ->> 'handoff_id' AND d.target_id = r.value ->> 'target_id' AND ${SHOWS_ALERT}`,
    sql`DELETE FROM channel_targets WHERE channel = 'web_push'
      AND id IN (SELECT r.value ->> 'target_id' FROM ${all} WHERE r.value ->> 'gone')`,
  ]);
}
