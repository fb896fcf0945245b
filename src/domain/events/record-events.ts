import { SQL, is, sql } from "drizzle-orm";
import type { EventDetails, LoggedEventType } from "../../contract/event.ts";
import { eventActor } from "../actor.ts";
import type { DomainContext } from "../context.ts";

/**
 * A fact to log: about a handoff (its row gives team, version and status) or about the session alone. Where only the
 * batch knows, both may be expressions; `s` is the row that the fact is about.
 */
export type Fact = {
  [T in LoggedEventType]: {
    type: T;
    about: { handoff: string | SQL } | { session: string | SQL };
    details: EventDetails<T> | SQL;
  };
}[LoggedEventType];

/**
 * The statements that log facts under an operation: the account's counter grows by their number, then each takes
 * its place. If the operation does not stand, nothing is inserted. The last statements return the logged rows.
 */
export function recordEvents(ctx: DomainContext, facts: readonly Fact[], stands: SQL): SQL[] {
  if (facts.length === 0) return [];
  const { kind, id, name } = eventActor(ctx.actor);
  const count = sql`UPDATE accounts SET last_seq = last_seq + ${facts.length}
    WHERE id = ${ctx.account_id} AND ${stands} RETURNING epoch, region, jurisdiction,
      EXISTS (SELECT 1 FROM webhook_subscriptions w WHERE w.account_id = accounts.id AND w.active = 1) AS has_webhooks,
      EXISTS (SELECT 1 FROM channel_targets t WHERE t.account_id = accounts.id AND t.channel = 'web_push') AS has_browsers`;
  const inserts = facts.map((fact, index) => {
    const seq = sql`a.last_seq - ${facts.length - 1 - index}`;
    const details = is(fact.details, SQL) ? fact.details : JSON.stringify(fact.details);
    const end = sql`${kind}, ${id}, ${name}, ${details}, ${ctx.now}`;
    const source =
      "handoff" in fact.about
        ? sql`SELECT a.id, ${seq}, ${fact.type}, s.id, s.session_id, s.team_id, s.version, s.status, ${end}
              FROM accounts a JOIN handoffs s ON s.id = ${fact.about.handoff} AND s.account_id = a.id`
        : sql`SELECT a.id, ${seq}, ${fact.type}, NULL, s.id, s.team_id, NULL, s.status, ${end}
              FROM accounts a JOIN sessions s ON s.id = ${fact.about.session} AND s.account_id = a.id`;
    return sql`INSERT INTO account_events (account_id, seq, type, handoff_id, session_id, team_id, version, status,
        actor_kind, actor_id, actor_name, details, created_at)
      ${source} WHERE a.id = ${ctx.account_id} AND ${stands} RETURNING *`;
  });
  return [count, ...inserts];
}
