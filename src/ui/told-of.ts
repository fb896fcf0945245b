import type { Delivery } from "../contract/delivery.ts";
import type { Recipient } from "../contract/handoff.ts";

/** One person on one channel, and the newest word about telling them; null before there is any. */
export interface Told {
  key: string;
  name: string;
  channel: string;
  latest: Delivery | null;
  /** How often they were told or are to be. */
  times: number;
}

/**
 * Who is told of a handoff, each on each channel once: whom it was promised to, and whoever was told since. A delivery
 * knows an address; `names` has the account's people by id.
 */
export function toldOf(
  promised: readonly Recipient[],
  deliveries: readonly Delivery[],
  names: ReadonlyMap<string, string>,
): Told[] {
  const told = new Map<string, Told>();
  for (const { user_id, name, channel } of promised) {
    const key = `${user_id ?? name} ${channel}`;
    told.set(key, { key, name, channel, latest: null, times: 1 });
  }
  for (const delivery of deliveries) {
    const key = `${delivery.recipient_id ?? delivery.recipient} ${delivery.channel}`;
    const before = told.get(key);
    const latest = newer(before?.latest ?? null, delivery);
    const times = before?.latest ? before.times + 1 : 1;
    told.set(key, {
      key,
      name: before?.name ?? names.get(delivery.recipient_id ?? "") ?? delivery.recipient,
      channel: delivery.channel,
      latest,
      times,
    });
  }
  return [...told.values()];
}

function newer(a: Delivery | null, b: Delivery): Delivery {
  return a !== null && a.created_at > b.created_at ? a : b;
}
