import { type SQL, sql } from "drizzle-orm";
import type { Delivery } from "../../contract/delivery.ts";
import type { LoggedEvent } from "../../contract/event.ts";
import type { HandoffDetail } from "../../contract/handoff.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { account_events, branches } from "../../db/schema.ts";
import type { DomainContext } from "../context.ts";
import { presentDelivery, selectDeliveries } from "../deliveries/delivery-row.ts";
import { notFound } from "../errors.ts";
import { type AccountRef, type Reads, readFirst } from "../read-ahead.ts";
import { presentEvent } from "../events/present-event.ts";
import { presentBranch, presentStep, selectBranches, selectSteps } from "../sessions/session-parts.ts";
import { decodeSession, presentSession, selectSession } from "../sessions/session-row.ts";
import { type HandoffKey, decodeHandoff, presentHandoff, selectHandoff } from "./handoff-row.ts";

export const readsOfContext: Reads<HandoffKey> = (account, key) => [
  selectHandoff(account, key),
  selectSession(account, key.session_id),
  selectSteps(account, key.session_id),
  selectBranches(account, key.session_id),
  selectTimeline(account, key.handoff_id),
  selectDeliveries(account, key.handoff_id),
];

/** All that the context screen shows, in at most one round trip. @throws DomainError `not_found` */
export async function getHandoff(
  ctx: DomainContext,
  key: HandoffKey,
): Promise<Omit<HandoffDetail, "viewers">> {
  const [found = [], sessionRows = [], stepRows = [], branchRows = [], eventRows = [], deliveryRows = []] =
    await readFirst(ctx, readsOfContext, key);
  if (!found[0] || !sessionRows[0]) throw notFound("handoff");
  return {
    handoff: presentHandoff(decodeHandoff(found[0])),
    session: presentSession(decodeSession(sessionRows[0])),
    steps: stepRows.map(presentStep),
    branches: branchRows.map((row) => presentBranch(decodeRow(branches, row))),
    timeline: eventRows.map((row) => presentEvent(decodeRow(account_events, row))),
    deliveries: deliveryRows.map(presentDelivery),
  };
}

/** A handoff's logged events, oldest first. @throws DomainError `not_found` */
export async function getTimeline(ctx: DomainContext, key: HandoffKey): Promise<LoggedEvent[]> {
  const rows = await withHandoff(ctx, key, selectTimeline(ctx.account_id, key.handoff_id));
  return rows.map((row) => presentEvent(decodeRow(account_events, row)));
}

/** Who was promised a notification, and what became of it. @throws DomainError `not_found` */
export async function getDeliveries(ctx: DomainContext, key: HandoffKey): Promise<Delivery[]> {
  const rows = await withHandoff(ctx, key, selectDeliveries(ctx.account_id, key.handoff_id));
  return rows.map(presentDelivery);
}

async function withHandoff(ctx: DomainContext, key: HandoffKey, query: SQL) {
  const [found = [], rows = []] = await ctx.db.batch([
    sql`SELECT 1 AS found FROM handoffs
      WHERE id = ${key.handoff_id} AND session_id = ${key.session_id} AND account_id = ${ctx.account_id}`,
    query,
  ]);
  if (found.length === 0) throw notFound("handoff");
  return rows;
}

function selectTimeline(account: AccountRef, handoffId: string): SQL {
  return sql`SELECT * FROM account_events WHERE handoff_id = ${handoffId} AND account_id = ${account} ORDER BY seq`;
}
