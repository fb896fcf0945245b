import { type SQL, sql } from "drizzle-orm";
import { iso } from "../../platform/iso.ts";
import { END_WITH_HANDOFF, cancelDeliveries } from "../deliveries/cancel-deliveries.ts";
import { promiseNote } from "../psa/promise-note.ts";
import { IS_GROUP, isInGroup } from "./alert-keys.ts";
import { resolveInGroup } from "./group-alerts.ts";
import {
  HANDOFF_STANDS,
  type Planned,
  type PostPlan,
  noteOutcome,
  openAlert,
  touchedHandoff,
  touchedSession,
} from "./post-plan.ts";

/**
 * An alert that is over. With the last one of a card that nobody has picked up, handoff and session are resolved; one
 * that somebody holds stays theirs, marked. An alert of several, or one of a group, ends alone.
 */
export function resolveAlert(plan: Planned): PostPlan {
  const { ctx, source, event, operation_id } = plan;
  const { id: integration_id, name } = source.integration;
  const touched = touchedSession(plan);
  const { over, less } = endOfGroup(plan, event.group ? event.dedup_key : null);
  const alone = sql`NOT EXISTS (SELECT 1 FROM alerts a JOIN alerts x ON x.handoff_id = a.handoff_id AND x.status = 'open'
    AND x.resolved_at IS NULL WHERE ${openAlert(plan, sql`a.`)})`;
  const resolution = `${name} reported that it is over.`;
  const marked = sql`EXISTS (SELECT 1 FROM handoffs m WHERE m.id = ${touchedHandoff(plan)}
    AND m.operation_id = ${operation_id} AND m.status = 'claimed')`;
  const resolved = sql`EXISTS (SELECT 1 FROM sessions r WHERE r.id = ${touched} AND r.operation_id = ${operation_id})`;
  const statements = [
    ...resolveInGroup(plan, integration_id),
    sql`UPDATE alerts SET last_seen_at = ${ctx.now}, resolved_at = CASE WHEN ${over} THEN ${ctx.now} END,
      operation_id = ${operation_id} WHERE ${openAlert(plan)} AND ${HANDOFF_STANDS} AND (${over} OR ${less})`,
    sql`UPDATE sessions SET status = 'resolved', resolution = ${resolution}, resolved_at = ${ctx.now},
        updated_at = ${ctx.now}, operation_id = ${operation_id}
      WHERE id = ${touched} AND account_id = ${ctx.account_id} AND ${alone}
        AND EXISTS (SELECT 1 FROM handoffs h WHERE h.session_id = sessions.id AND h.status = 'open')`,
    sql`UPDATE handoffs SET source_resolved_at = ${ctx.now}, version = version + 1, updated_at = ${ctx.now},
        operation_id = ${operation_id},
        (status, next_action_at, take_over) = (SELECT CASE status WHEN 'open' THEN 'resolved' ELSE status END,
          CASE status WHEN 'open' THEN NULL ELSE next_action_at END, CASE status WHEN 'open' THEN NULL ELSE take_over END)
      WHERE session_id = ${touched} AND account_id = ${ctx.account_id} AND status IN ('open', 'claimed') AND ${alone}`,
    cancelDeliveries(ctx, touchedHandoff(plan), resolved, END_WITH_HANDOFF),
    ...noteOutcome(
      plan,
      sql`SELECT CASE WHEN ${marked} THEN 'marked' ELSE 'resolved' END AS outcome, h.id AS handoff_id, h.session_id, 0 AS is_new
        FROM handoffs h WHERE h.id = ${touchedHandoff(plan)}`,
    ),
  ];
  const about = { handoff: touchedHandoff(plan) };
  const updated = "handoff_updated" as const;
  const left = sql`(SELECT count(*) FROM alerts WHERE status = 'open' AND resolved_at IS NULL AND NOT ${IS_GROUP}
    AND handoff_id = (SELECT a.handoff_id FROM alerts a WHERE ${openAlert(plan, sql`a.`)}))`;
  const branches = [
    {
      stands: resolved,
      facts: [
        { type: "handoff_resolved" as const, about, details: { resolution } },
        { type: "session_resolved" as const, about: { session: touched }, details: { resolution } },
      ],
    },
    {
      stands: marked,
      facts: [
        {
          type: updated,
          about,
          details: { changed: ["source_resolved_at"], source_resolved_at: iso(ctx.now) },
        },
      ],
    },
    {
      stands: sql`(${touched} IS NOT NULL AND NOT ${alone})`,
      facts: [
        {
          type: updated,
          about,
          details: sql`json_object('changed', json_array('open_alerts'), 'open_alerts', ${left})`,
        },
      ],
    },
  ];
  // Until the facts are logged, the open alert is the way to its handoff.
  const last = [
    sql`UPDATE alerts SET status = 'resolved' WHERE ${openAlert(plan)} AND operation_id = ${operation_id}
      AND resolved_at IS NOT NULL`,
  ];
  const notes = [promiseNote(ctx, { about: { session: touched }, reason: "resolution" }, resolved)];
  return { statements, branches, notes, last, cards: [] };
}

/** What a tool's own people say they know of: noted, never a claim. */
export function acknowledgeAlert(plan: Planned): PostPlan {
  const { ctx, operation_id } = plan;
  const statements = [
    sql`UPDATE alerts SET acknowledged_at = ${ctx.now}, operation_id = ${operation_id}
      WHERE ${openAlert(plan)} AND acknowledged_at IS NULL AND ${HANDOFF_STANDS}`,
    sql`UPDATE handoffs SET source_acknowledged_at = ${ctx.now}, version = version + 1, updated_at = ${ctx.now},
        operation_id = ${operation_id}
      WHERE session_id = ${touchedSession(plan)} AND account_id = ${ctx.account_id} AND status IN ('open', 'claimed')`,
    ...noteOutcome(
      plan,
      sql`SELECT 'acknowledged' AS outcome, h.id AS handoff_id, h.session_id, 0 AS is_new
        FROM handoffs h WHERE h.id = ${touchedHandoff(plan)}`,
    ),
  ];
  const branches = [
    {
      stands: sql`${touchedSession(plan)} IS NOT NULL`,
      facts: [
        {
          type: "handoff_updated" as const,
          about: { handoff: touchedHandoff(plan) },
          details: { changed: ["source_acknowledged_at"], source_acknowledged_at: iso(ctx.now) },
        },
      ],
    },
  ];
  return { statements, branches, notes: [], last: [], cards: [] };
}

/** Whether nothing of a group fires any more, and whether something of it has just ended; one alert is always over. */
function endOfGroup({ source, operation_id }: Planned, group: string | null): { over: SQL; less: SQL } {
  if (group === null) return { over: sql`1`, less: sql`0` };
  const member = sql`SELECT 1 FROM alerts m WHERE ${isInGroup(group, sql`m.`)}`;
  return {
    over: sql`NOT EXISTS (${member} AND m.integration_id = ${source.integration.id} AND m.status = 'open')`,
    less: sql`EXISTS (${member} AND m.handoff_id = alerts.handoff_id AND m.operation_id = ${operation_id})`,
  };
}
