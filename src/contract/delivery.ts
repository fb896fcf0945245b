import { z } from "zod";
import { Id } from "./id.ts";
import { Instant } from "./instant.ts";

export const CHANNELS = ["email", "slack", "teams", "web_push", "webhook"] as const;
export const DELIVERY_KINDS = [
  "first",
  "reminder",
  "widened",
  "fallback",
  "bundle",
  "returned",
  "wake",
] as const;
export const DELIVERY_STATUSES = [
  "pending",
  "sending",
  "sent",
  "delivered",
  "bounced",
  "failed",
  "suppressed",
  "cancelled",
  "bundled",
] as const;
export type Channel = (typeof CHANNELS)[number];
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One promised notification: one person (or a chat of the whole account), one channel, one reason. */
export const Delivery = z
  .object({
    id: Id,
    channel: z.enum(CHANNELS),
    kind: z.enum(DELIVERY_KINDS),
    recipient_id: Id.nullable(),
    recipient: z.string(),
    status: z.enum(DELIVERY_STATUSES),
    attempts: z.int(),
    last_error: z.string().nullable(),
    provider_message_id: z.string().nullable(),
    bundled_into: Id.nullable(),
    created_at: Instant,
    sent_at: Instant.nullable(),
    delivered_at: Instant.nullable(),
  })
  .meta({ id: "Delivery" });
export type Delivery = z.infer<typeof Delivery>;
