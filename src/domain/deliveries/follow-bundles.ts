import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { DeliveryStatus } from "../../contract/delivery.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { deliveries } from "../../db/schema.ts";
import type { DomainContext } from "../context.ts";
import type { Change } from "./delivery-facts.ts";

type Delivery = InferSelectModel<typeof deliveries>;

/** A row that moves to this status, for this reason. */
export interface Moved {
  delivery: Pick<Delivery, "id" | "kind">;
  status: DeliveryStatus;
  error: string | null;
}

/** What the ledger says of a row whose bundle told nobody; such rows come back with their bundle. */
const LOST = "The bundle could not be delivered: ";

/**
 * What follows for the rows that bundles among these hold: they end badly with their bundle, and are bundled again once
 * it is driven again or has arrived after all.
 */
export async function followBundles(
  ctx: DomainContext,
  moved: readonly Moved[],
  stands: SQL,
): Promise<{ statements: SQL[]; changes: Change[] }> {
  const bundles = moved.filter(
    ({ delivery, status }) => delivery.kind === "bundle" && wayOf(status) !== null,
  );
  if (bundles.length === 0) return { statements: [], changes: [] };
  const ids = JSON.stringify(bundles.map(({ delivery }) => delivery.id));
  const rows = await ctx.db
    .all<Row>(sql`SELECT d.* FROM json_each(${ids}) t JOIN deliveries d ON d.bundled_into = t.value
    WHERE d.bundled_into IS NOT NULL AND d.account_id = ${ctx.account_id} ORDER BY d.created_at, d.id`);
  const held = Map.groupBy(
    rows.map((row) => decodeRow(deliveries, row)),
    ({ bundled_into }) => bundled_into,
  );
  const changes = bundles.flatMap(({ delivery: { id }, status }): Change[] => {
    const followers = (held.get(id) ?? []).filter((row) =>
      wayOf(status) === "down" ? row.status === "bundled" : isLost(row),
    );
    return followers.map((row) => ({ ...row, status: wayOf(status) === "down" ? status : "bundled" }));
  });
  const statements = bundles.map(({ delivery: { id }, status, error }) => {
    const own = sql`bundled_into = ${id} AND bundled_into IS NOT NULL AND account_id = ${ctx.account_id} AND ${stands}`;
    if (wayOf(status) === "back") {
      return sql`UPDATE deliveries SET status = 'bundled', last_error = NULL
        WHERE ${own} AND status IN ${ENDED_BADLY} AND instr(last_error, ${LOST}) = 1`;
    }
    const reason = error === null ? null : `${LOST}${error}`;
    return sql`UPDATE deliveries SET status = ${status}, last_error = ${reason} WHERE ${own} AND status = 'bundled'`;
  });
  return { statements, changes };
}

const ENDED_BADLY: readonly DeliveryStatus[] = ["failed", "suppressed", "bounced", "cancelled"];

function isLost({ status, last_error }: Delivery): boolean {
  return ENDED_BADLY.includes(status) && !!last_error?.startsWith(LOST);
}

/** Which way a bundle that moves there takes its rows along; null where they stay as they are. */
function wayOf(status: DeliveryStatus): "down" | "back" | null {
  if (ENDED_BADLY.includes(status)) return "down";
  return status === "pending" || status === "delivered" ? "back" : null;
}
