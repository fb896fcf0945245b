import { type SQL, sql } from "drizzle-orm";
import { isInGroup, keyInGroup } from "./alert-keys.ts";
import { type Planned, openAlert } from "./post-plan.ts";

/** The statements that write a group's alerts below its card: what fires is there or counted, what does not is over. */
export function listGroup(plan: Planned): SQL[] {
  const { ctx, source, event, operation_id } = plan;
  if (!event.group || !event.dedup_key) return [];
  const firing = event.group.alerts.filter((alert) => alert.firing);
  const group = event.dedup_key;
  const rows = firing.map(({ key, summary }) => ({ id: ctx.newId(), key: keyInGroup(group, key), summary }));
  return [
    sql`INSERT INTO alerts (id, account_id, integration_id, dedup_key, summary, handoff_id, session_id, status,
        first_seen_at, last_seen_at, operation_id)
      SELECT m.value ->> 'id', g.account_id, g.integration_id, m.value ->> 'key', m.value ->> 'summary', g.handoff_id,
        g.session_id, 'open', ${ctx.now}, ${ctx.now}, ${operation_id}
      FROM alerts g CROSS JOIN json_each(${JSON.stringify(rows)}) m
      WHERE ${openAlert(plan, sql`g.`)} AND g.operation_id = ${operation_id}
      ON CONFLICT (integration_id, dedup_key) WHERE status = 'open' DO UPDATE SET occurrences = occurrences + 1,
        last_seen_at = excluded.last_seen_at, summary = excluded.summary`,
    ...resolveInGroup(plan, source.integration.id),
  ];
}

/** The statement that ends those of a group's alerts that are over: the listed ones, or all if the list is not whole. */
export function resolveInGroup({ ctx, event, operation_id }: Planned, integration_id: string): SQL[] {
  if (!event.group || !event.dedup_key) return [];
  const group = event.dedup_key;
  const over = event.group.alerts.filter((alert) => !alert.firing).map(({ key }) => keyInGroup(group, key));
  const all = event.action === "resolve" && !event.group.complete;
  if (over.length === 0 && !all) return [];
  const which = all
    ? isInGroup(group)
    : sql`dedup_key IN (SELECT value FROM json_each(${JSON.stringify(over)}))`;
  return [
    sql`UPDATE alerts SET status = 'resolved', resolved_at = ${ctx.now}, operation_id = ${operation_id}
      WHERE integration_id = ${integration_id} AND ${which} AND status = 'open'`,
  ];
}
