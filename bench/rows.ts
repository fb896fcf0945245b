import type { Baton } from "./baton.ts";
import type { Crowd } from "./load/crowd.ts";
import type { Report } from "./report.ts";
import { measureClaims } from "./rows/claims.ts";
import { type DeliverySize, measureDelivery } from "./rows/delivery.ts";

/** What a measurement may use. */
export interface Bench {
  baton: Baton;
  crowd: Crowd;
  quick: boolean;
}

/** The measurements by the names that the command line takes, in the order in which they run. */
export const ROWS: Record<string, (bench: Bench) => Promise<Report>> = {
  ws: ({ baton, crowd, quick }) => measureDelivery("ws", baton, crowd, deliverySize(quick)),
  sse: ({ baton, crowd, quick }) => measureDelivery("sse", baton, crowd, deliverySize(quick)),
  claims: ({ baton, quick }) => measureClaims(baton, quick ? 3 : 7),
};

function deliverySize(quick: boolean): DeliverySize {
  return quick
    ? { rounds: 2, subscribers: [100, 300], bursts: 1 }
    : { rounds: 3, subscribers: [100, 1000], bursts: 2 };
}
