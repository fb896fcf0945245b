import { z } from "zod";
import { LoggedEvent, type LoggedEventType } from "./event.ts";
import { Id } from "./id.ts";
import { Instant, InstantInput } from "./instant.ts";

/** `skipped`: the subscription was switched off or deleted before it was sent. */
export const WEBHOOK_MESSAGE_STATUSES = ["pending", "sending", "sent", "failed", "skipped"] as const;
export type WebhookMessageStatus = (typeof WEBHOOK_MESSAGE_STATUSES)[number];

/** Every type of fact that the account's log has. */
export const EVENT_TYPES: readonly LoggedEventType[] = LoggedEvent.options.map(
  ({ shape }) => shape.type.value,
);
/** Instead of a list: every type, also those to come. */
export const EVERY_EVENT = "*";

const url = z.string().trim().min(1).max(2_000);
const events = z
  .array(z.enum([EVERY_EVENT, ...EVENT_TYPES]))
  .min(1)
  .max(50);
const description = z.string().trim().max(200).nullable();

/** `POST /webhook-subscriptions`. */
export const NewWebhookSubscription = z
  .strictObject({ url, events, description: description.optional() })
  .meta({ id: "NewWebhookSubscription" });
export type NewWebhookSubscription = z.infer<typeof NewWebhookSubscription>;

/** `active: true` switches one on again, from the log's present end. */
export const WebhookSubscriptionChange = z
  .strictObject({ url, events, description, active: z.boolean() })
  .partial()
  .meta({ id: "WebhookSubscriptionChange" });
export type WebhookSubscriptionChange = z.infer<typeof WebhookSubscriptionChange>;

export const WebhookSubscription = z
  .object({
    id: Id,
    url: z.string(),
    events: z.array(z.string()),
    description: z.string().nullable(),
    active: z.boolean(),
    disabled_at: Instant.nullable(),
    disabled_reason: z.string().nullable(),
    /** Since when nothing has been taken; null while all is well. */
    failing_since: Instant.nullable(),
    /** Until when messages carry the signature of the previous secret too. */
    previous_secret_until: Instant.nullable(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: "WebhookSubscription" });
export type WebhookSubscription = z.infer<typeof WebhookSubscription>;

/** With its secret, which is shown this once. */
export const WebhookSubscriptionWithSecret = WebhookSubscription.extend({ secret: z.string() }).meta({
  id: "WebhookSubscriptionWithSecret",
});
export type WebhookSubscriptionWithSecret = z.infer<typeof WebhookSubscriptionWithSecret>;

/** One attempt to hand over one message, with what was sent (as its fact tells it) and what came back. */
export const WebhookAttempt = z
  .object({
    id: Id,
    webhook_id: z.string(),
    event_type: z.string(),
    seq: z.int(),
    message_status: z.enum(WEBHOOK_MESSAGE_STATUSES),
    status: z.int().nullable(),
    error: z.string().nullable(),
    request_body: z.string(),
    response_body: z.string().nullable(),
    duration_ms: z.int(),
    attempted_at: Instant,
  })
  .meta({ id: "WebhookAttempt" });
export type WebhookAttempt = z.infer<typeof WebhookAttempt>;

/** One event by its id on the stream (`k3.39`), its number, or the `webhook-id` of its message. */
const EventRef = z.string().regex(/^(?:[a-z0-9]+\.|msg_[0-9a-f-]{36}_)?[1-9]\d{0,14}$/, "No event's id.");

/** `POST …/replay`: a range of time (from ≤ t < to), single events, or single events within a range. */
export const WebhookReplay = z
  .strictObject({
    from: InstantInput.optional(),
    to: InstantInput.optional(),
    event_ids: z.array(EventRef).min(1).max(500).optional(),
  })
  .refine(({ from, to, event_ids }) => (from ?? to ?? event_ids) !== undefined, "Say what to send again.")
  .meta({ id: "WebhookReplay" });
export type WebhookReplay = z.infer<typeof WebhookReplay>;

/** How many messages were queued again. */
export const WebhookReplayed = z.object({ queued: z.int() }).meta({ id: "WebhookReplayed" });
export type WebhookReplayed = z.infer<typeof WebhookReplayed>;
