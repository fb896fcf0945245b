/** `skipped`: the subscription was switched off or deleted before it was sent. */
export const WEBHOOK_MESSAGE_STATUSES = ["pending", "sending", "sent", "failed", "skipped"] as const;
export type WebhookMessageStatus = (typeof WEBHOOK_MESSAGE_STATUSES)[number];
