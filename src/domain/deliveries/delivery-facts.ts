import type { Channel, DeliveryStatus } from "../../contract/delivery.ts";
import type { Fact } from "../events/record-events.ts";

/** A row of the ledger that has moved on, and of which handoff it tells. */
export interface Change {
  id: string;
  handoff_id: string;
  channel: Channel;
  recipient_id: string | null;
  status: DeliveryStatus;
}

/** The facts about these: one for each handoff. */
export function deliveryFacts(changes: readonly Change[]): Fact[] {
  return [...Map.groupBy(changes, ({ handoff_id }) => handoff_id)].map(([handoff, some]): Fact => {
    const deliveries = some.map(({ id, channel, recipient_id, status }) => ({
      id,
      channel,
      recipient_id,
      status,
    }));
    return { type: "delivery_changed", about: { handoff }, details: { deliveries } };
  });
}
