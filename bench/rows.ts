import type { Baton } from "./baton.ts";
import type { Crowd } from "./load/crowd.ts";
import type { Report } from "./report.ts";
import { measureClaims } from "./rows/claims.ts";
import { type DeliverySize, measureDelivery } from "./rows/delivery.ts";
import { measureGhosts } from "./rows/ghosts.ts";
import { measurePainted } from "./rows/painted.ts";
import { measureResidence } from "./rows/residence.ts";
import { measureStalled } from "./rows/stalled.ts";
import { measureStorm } from "./rows/storm.ts";

/** What a measurement may use. */
export interface Bench {
  baton: Baton;
  crowd: Crowd;
  /** Baton's workerd. */
  pid: number;
  quick: boolean;
}

/** The measurements by the names that the command line takes, in the order in which they run. */
export const ROWS: Record<string, (bench: Bench) => Promise<Report>> = {
  ws: ({ baton, crowd, quick }) => measureDelivery("ws", baton, crowd, deliverySize(quick)),
  sse: ({ baton, crowd, quick }) => measureDelivery("sse", baton, crowd, deliverySize(quick)),
  residence: ({ crowd, quick }) =>
    measureResidence(crowd, quick ? { clients: 50, silence: 14_000 } : { clients: 500, silence: 30_000 }),
  claims: ({ baton, quick }) => measureClaims(baton, quick ? 3 : 7),
  storm: ({ baton, crowd, quick }) =>
    measureStorm(baton, crowd, quick ? { rounds: 2, clients: 300 } : { rounds: 3, clients: 1000 }),
  stalled: ({ baton, crowd, pid, quick }) =>
    measureStalled(baton, crowd, { rounds: quick ? 1 : 3, events: 600, pid }),
  ghosts: ({ crowd, quick }) => measureGhosts(crowd, quick ? 1 : 3),
  painted: ({ quick }) =>
    measurePainted(quick ? { rounds: 2, escalations: 20 } : { rounds: 3, escalations: 100 }),
};

function deliverySize(quick: boolean): DeliverySize {
  return quick
    ? { rounds: 2, subscribers: [100, 300], bursts: 1 }
    : { rounds: 3, subscribers: [100, 1000], bursts: 2 };
}
