import type { DeliveryStatus } from "../../contract/delivery.ts";
import { assertNever } from "../../platform/assert-never.ts";
import { GIVE_UP_AFTER_MS, retryDelay } from "../retry-delay.ts";
import type { TakenDelivery } from "./take-deliveries.ts";

/**
 * What became of one delivery: what the channel said (`gone`: that chat or browser is there no more), or that it was not
 * sent because nobody needs it any more or because it goes with a bundle. `retry_after` and `due` are ms, from now and absolute.
 */
export type SendResult =
  | { kind: "sent"; provider_message_id: string | null }
  | { kind: "retry"; error: string; uncertain: boolean; retry_after?: number }
  | { kind: "failed" | "suppressed" | "gone"; error: string }
  | { kind: "cancelled"; error?: string }
  | { kind: "bundled"; due: number };

/** A result as the ledger takes it. */
export interface Outcome {
  status: DeliveryStatus;
  next: number | null;
  error: string | null;
  message: string | null;
  uncertain: boolean;
  /** When the bundle goes that holds it from now on. */
  bundle_at: number | null;
}

/** What a result means for its row at this moment (ms); `random` in [0, 1) spreads further tries. */
export function outcomeOf(
  now: number,
  { delivery }: TakenDelivery,
  result: SendResult,
  random: number,
): Outcome {
  const ended = { next: null, error: null, message: null, uncertain: false, bundle_at: null };
  switch (result.kind) {
    case "sent":
      return { ...ended, status: "sent", message: result.provider_message_id };
    case "cancelled":
      // Whether an earlier attempt got through stays open: a browser may show it.
      return { ...ended, status: "cancelled", error: result.error ?? null, uncertain: delivery.uncertain };
    case "bundled":
      return { ...ended, status: "bundled", bundle_at: result.due };
    case "gone":
      return { ...ended, status: "bounced", error: result.error };
    case "failed":
    case "suppressed":
      return { ...ended, status: result.kind, error: result.error };
    case "retry": {
      const { error } = result;
      // Nobody can say of a chat or browser that an earlier attempt did not get through.
      const uncertain = result.uncertain || (delivery.target_id !== null && delivery.uncertain);
      const next = now + delayOf(delivery.attempts, result.retry_after ?? 0, random);
      // Whether it arrived stays open: whoever drives it again looks it up first.
      if (next > giveUpAt(delivery)) return { ...ended, status: "failed", error, uncertain };
      return { ...ended, status: "pending", error, uncertain, next };
    }
    default:
      return assertNever(result);
  }
}

/** Never earlier than the provider asked for, and then not everybody in the same second. */
function delayOf(attempts: number, retryAfter: number, random: number): number {
  const asked = retryAfter > 0 ? retryAfter + retryDelay(1, random) : 0;
  return Math.max(retryDelay(attempts, random), asked);
}

function giveUpAt({ give_up_at, created_at }: TakenDelivery["delivery"]): number {
  return give_up_at ?? created_at + GIVE_UP_AFTER_MS;
}
