import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { IntegrationKind } from "../../contract/integration.ts";
import { toolName } from "../../contract/tool-name.ts";
import type { Db, Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { deliveries, handoffs } from "../../db/schema.ts";
import { nameIn } from "../sessions/session-row.ts";
import { asksForHelp } from "./cancel-deliveries.ts";
import { decodeLoad, selectLoads, shareOut } from "./storm-control.ts";

/** How long a sender may hold a row before another may take it. */
export const SENDING_LEASE_MS = 25_000;
/** Postmark takes at most 500 messages a batch. */
const MOST = 500;

/** A delivery in a sender's hands, with what it says. */
export interface TakenDelivery {
  delivery: InferSelectModel<typeof deliveries>;
  handoff: InferSelectModel<typeof handoffs>;
  problem_summary: string | null;
  /** The tool that escalated, by its name; null where a person did. */
  tool: string | null;
  /** The reason of the last return, for the mail about it. */
  reason: string | null;
  /** The sealed address of the chat or browser that it goes to; null for mail, and where it is there no more. */
  target_address: string | null;
  /** Where its person has had their share: when the bundle goes that is to hold it, ms. */
  bundle_at: number | null;
}

/** Which rows to take: those of some handoffs, or whatever is due. */
export type Due = { handoffs: readonly string[] } | "any";

/**
 * Takes the notifications that are due: each row goes to exactly one sender, until its lease ends.
 * Rows of a sender that vanished are taken again and marked as uncertain.
 */
export async function takeDeliveries(db: Db, due: Due, now: number): Promise<TakenDelivery[]> {
  const scope =
    due === "any"
      ? sql`1`
      : sql`handoff_id IN (SELECT value FROM json_each(${JSON.stringify(due.handoffs)}))`;
  // The shares are counted in the transaction that takes: two senders at once never both see the same free place.
  const [taken = [], loads = []] = await db.batch([
    sql`UPDATE deliveries
      SET status = 'sending', attempts = attempts + 1, taken_until = ${now + SENDING_LEASE_MS},
        uncertain = uncertain OR status = 'sending'
      WHERE id IN (SELECT id FROM deliveries WHERE ${scope} AND (${isDue(now)})
        ORDER BY next_attempt_at LIMIT ${MOST})
      RETURNING id, handoff_id`,
    selectLoads(now),
  ]);
  if (taken.length === 0) return [];
  return withShares(await load(db, taken), loads, now);
}

type Loaded = Omit<TakenDelivery, "bundle_at">;

async function load(db: Db, taken: readonly Row[]): Promise<Loaded[]> {
  const ids = JSON.stringify(taken.map((row) => row["id"]));
  const [rows = [], handoffRows = []] = await db.batch([
    sql`SELECT d.*, t.address AS target_address FROM deliveries d
      LEFT JOIN channel_targets t ON t.id = d.target_id AND t.account_id = d.account_id WHERE d.id IN (SELECT value FROM json_each(${ids}))`,
    sql`SELECT h.*, s.problem_summary, s.source_name, i.kind AS tool_kind, (SELECT e.details ->> 'reason' FROM account_events e
        WHERE e.handoff_id = h.id AND e.type = 'handoff_returned' ORDER BY e.seq DESC LIMIT 1) AS reason
      FROM handoffs h JOIN sessions s ON s.id = h.session_id LEFT JOIN integrations i ON i.id = s.integration_id
      WHERE h.id IN (SELECT d.handoff_id FROM deliveries d WHERE d.id IN (SELECT value FROM json_each(${ids})))`,
  ]);
  const about = new Map(handoffRows.map((row) => [row["id"], row]));
  return rows.flatMap((row) => {
    const delivery = decodeRow(deliveries, row);
    const handoff = about.get(delivery.handoff_id);
    if (!handoff) return [];
    return {
      delivery,
      handoff: decodeRow(handoffs, handoff),
      problem_summary: nameIn(handoff, "problem_summary"),
      tool: toolIn(handoff),
      reason: nameIn(handoff, "reason"),
      target_address: nameIn(row, "target_address"),
    };
  });
}

/** A session that came from a tool is a person's escalation once a person hands it off. */
function toolIn(handoff: Row): string | null {
  const name = nameIn(handoff, "source_name");
  if (name === null || handoff["handed_off_by"] !== null) return null;
  // The column holds no other words.
  return toolName(handoff["tool_kind"] as IntegrationKind | null, name);
}

/** Says of each row whether it goes by itself or into a bundle; oldest first within one way to one person. */
function withShares(loaded: readonly Loaded[], loads: readonly Row[], now: number): TakenDelivery[] {
  const loadOf = new Map(loads.map((row) => [loadKey(row), decodeLoad(row)]));
  const ways = Map.groupBy(loaded, ({ delivery }) => loadKey(delivery));
  return [...ways].flatMap(([way, rows]) => {
    const load = loadOf.get(way);
    const mails = rows
      .toSorted((a, b) => a.delivery.created_at - b.delivery.created_at)
      .map((row) => ({ row, can_wait: canWait(row), critical: row.handoff.priority === "critical" }));
    const shares = load ? shareOut(mails, load, now) : new Map<unknown, number | null>();
    return mails.map((mail) => ({ ...mail.row, bundle_at: shares.get(mail) ?? null }));
  });
}

function loadKey({ account_id, recipient_id, target_id }: Row): string {
  return JSON.stringify([account_id, recipient_id, target_id]);
}

function canWait({ delivery, handoff }: Loaded): boolean {
  return asksForHelp(delivery.kind) && delivery.kind !== "bundle" && handoff.status === "open";
}

function isDue(now: number): SQL {
  // The first condition is that of the index of what is due: without it the whole ledger would be read.
  return sql`status IN ('pending', 'sending') AND
    ((status = 'pending' AND next_attempt_at <= ${now}) OR (status = 'sending' AND taken_until <= ${now}))`;
}
