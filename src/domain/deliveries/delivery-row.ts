import { type SQL, sql } from "drizzle-orm";
import type { Delivery } from "../../contract/delivery.ts";
import type { Row } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { deliveries } from "../../db/schema.ts";
import { iso, isoOrNull } from "../../platform/iso.ts";
import type { AccountRef } from "../read-ahead.ts";

/** The ledger of a handoff, oldest first; with the bundles that its rows went into, whosever rows they are. */
export function selectDeliveries(account: AccountRef, handoffId: string): SQL {
  const own = sql`FROM deliveries WHERE handoff_id = ${handoffId} AND account_id = ${account}`;
  return sql`SELECT * FROM deliveries WHERE id IN (SELECT id ${own} UNION SELECT bundled_into ${own})
      AND account_id = ${account}
    ORDER BY created_at, id`;
}

export function presentDelivery(row: Row): Delivery {
  const delivery = decodeRow(deliveries, row);
  return {
    id: delivery.id,
    channel: delivery.channel,
    kind: delivery.kind,
    recipient_id: delivery.recipient_id,
    recipient: delivery.recipient,
    status: delivery.status,
    attempts: delivery.attempts,
    last_error: delivery.last_error,
    provider_message_id: delivery.provider_message_id,
    bundled_into: delivery.bundled_into,
    created_at: iso(delivery.created_at),
    sent_at: isoOrNull(delivery.sent_at),
    delivered_at: isoOrNull(delivery.delivered_at),
  };
}
