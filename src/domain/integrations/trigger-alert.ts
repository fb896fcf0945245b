import { type SQL, sql } from "drizzle-orm";
import { iso } from "../../platform/iso.ts";
import { isInGroup } from "./alert-keys.ts";
import { stormOf } from "./card-text.ts";
import { listGroup } from "./group-alerts.ts";
import { type Handling, newCard } from "./new-card.ts";
import {
  HANDOFF_STANDS,
  type Planned,
  type PostPlan,
  noteOutcome,
  openAlert,
  touchedHandoff,
  touchedSession,
} from "./post-plan.ts";

/** So many new alerts a minute get cards of their own; what comes beyond them is a storm. */
export const CARDS_PER_MINUTE = 10;
const MINUTE = 60_000;

/**
 * An alert that fires: counted on its open card, or a card of its own, or, in a storm, one more on the storm's card.
 * `only` is what must still be so for anything to happen.
 */
export function triggerAlert(plan: Planned, handling: Handling, only: SQL = sql`1`): PostPlan {
  const { ctx, source, event, operation_id } = plan;
  const { id: integration_id } = source.integration;
  const alert_id = ctx.newId();
  const is_unknown = sql`(NOT EXISTS (SELECT 1 FROM alerts WHERE ${openAlert(plan)}) AND ${only})`;
  const storm = stormCard(integration_id, ctx.now);
  const single = newCard(
    ctx,
    source,
    event,
    handling,
    operation_id,
    sql`${is_unknown} AND NOT ${storm.rages}`,
  );
  const whole = stormOf(event, source.integration);
  const bundle = newCard(
    ctx,
    source,
    whole,
    { ...handling, intent: "escalate", priority: handling.priority === "critical" ? "critical" : "high" },
    operation_id,
    sql`${is_unknown} AND ${storm.rages} AND NOT EXISTS (${storm.card})`,
  );
  const minute = ctx.now - (ctx.now % MINUTE);
  const own = sql`id = ${integration_id}`;
  const statements = [
    forgetEnded(plan),
    sql`UPDATE alerts SET occurrences = occurrences + 1, last_seen_at = ${ctx.now}, summary = ${event.summary},
      operation_id = ${operation_id} WHERE ${openAlert(plan)} AND ${only}`,
    sql`UPDATE integrations SET storm_minute = ${minute},
      storm_count = CASE WHEN storm_minute IS ${minute} THEN storm_count + 1 ELSE 1 END WHERE ${own} AND ${is_unknown}`,
    ...single.statements,
    ...bundle.statements,
    sql`UPDATE integrations SET storm_handoff_id = ${bundle.handoff_id} WHERE ${own} AND ${bundle.stands}`,
    sql`UPDATE integrations SET storm_until = ${ctx.now + MINUTE} WHERE ${own} AND ${is_unknown} AND ${storm.overflows}`,
    sql`INSERT INTO alerts (id, account_id, integration_id, dedup_key, summary, handoff_id, session_id, status,
        first_seen_at, last_seen_at, operation_id)
      SELECT ${alert_id}, ${ctx.account_id}, ${integration_id}, ${plan.key}, ${event.summary}, c.id, c.session_id, 'open',
        ${ctx.now}, ${ctx.now}, ${operation_id}
      FROM (SELECT ${single.handoff_id} AS id, ${single.session_id} AS session_id WHERE ${single.stands}
        UNION ALL SELECT h.id, h.session_id FROM (${storm.card}) h WHERE NOT ${single.stands}) c
      WHERE ${is_unknown}`,
    ...listGroup(plan),
    // One that was made for this very alert counts it already.
    sql`UPDATE handoffs SET occurrences = occurrences + 1, version = version + 1, updated_at = ${ctx.now},
        operation_id = ${countOf(operation_id)}
      WHERE session_id = ${touchedSession(plan)} AND status IN ('open', 'claimed') AND operation_id <> ${operation_id}`,
    ...noteOutcome(
      plan,
      sql`SELECT CASE WHEN a.id <> ${alert_id} THEN 'counted' WHEN h.id = ${single.handoff_id} THEN 'created' ELSE 'bundled' END
          AS outcome, h.id AS handoff_id, h.session_id, h.operation_id = ${operation_id} AS is_new
        FROM alerts a JOIN handoffs h ON h.id = ${touchedHandoff(plan)}
        WHERE ${openAlert(plan, sql`a.`)} AND a.operation_id = ${operation_id}`,
    ),
  ];
  const counted = sql`EXISTS (SELECT 1 FROM handoffs c WHERE c.id = ${touchedHandoff(plan)}
    AND c.operation_id = ${countOf(operation_id)})`;
  const branches = [
    { stands: single.stands, facts: [single.fact] },
    { stands: bundle.stands, facts: [bundle.fact] },
    {
      stands: counted,
      facts: [
        {
          type: "handoff_updated" as const,
          about: { handoff: touchedHandoff(plan) },
          details: sql`json_object('changed', json_array('occurrences'), 'occurrences', s.occurrences,
            'last_seen_at', ${iso(ctx.now)}, 'alert', ${event.summary})`,
        },
      ],
    },
  ];
  return { statements, branches, notes: [], last: [], cards: [single, bundle] };
}

/** The mark on a handoff that this event has counted on, and not made. */
function countOf(operation_id: string): string {
  return `${operation_id} count`;
}

/** Whether it rages, and the card that takes what comes: the one of this storm, while somebody may still see to it. */
function stormCard(integration_id: string, now: number) {
  const card = sql`SELECT h.id, h.session_id FROM integrations i JOIN handoffs h ON h.id = i.storm_handoff_id
    WHERE i.id = ${integration_id} AND i.storm_until > ${now} AND h.status IN ('open', 'claimed')`;
  const overflows = sql`EXISTS (SELECT 1 FROM integrations i
    WHERE i.id = ${integration_id} AND i.storm_count > ${CARDS_PER_MINUTE})`;
  return { card, overflows, rages: sql`(${overflows} OR EXISTS (${card}))` };
}

/** Alerts whose card was ended by people are over: what fires again is a new card. */
function forgetEnded({ ctx, source, event, key }: Planned): SQL {
  const grouped = event.group && event.dedup_key ? sql`OR ${isInGroup(event.dedup_key)}` : sql``;
  return sql`UPDATE alerts SET status = 'resolved', resolved_at = ${ctx.now}
    WHERE integration_id = ${source.integration.id} AND (dedup_key = ${key} ${grouped}) AND status = 'open'
      AND NOT ${HANDOFF_STANDS}`;
}
