import type { Told } from "./told-of.ts";

/** To how many something has been sent, how many it is known to have reached, and how many it cannot reach. */
export function toldSum(told: readonly Told[]): { sent: number; delivered: number; failed: number } {
  const count = (...statuses: string[]) =>
    told.filter(({ latest }) => latest !== null && statuses.includes(latest.status)).length;
  return {
    sent: count("sent", "delivered", "bundled"),
    delivered: count("delivered"),
    failed: count("bounced", "failed", "suppressed"),
  };
}
