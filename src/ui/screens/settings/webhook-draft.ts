import type { LoggedEventType } from "../../../contract/event.ts";
import type { NewWebhookSubscription, WebhookSubscription } from "../../../contract/webhook.ts";
import { words } from "../../words/speak.ts";

/** In a subscription's list: every event, also kinds to come. */
const EVERY_EVENT = "*";

/** A subscription as it is typed. */
export interface WebhookDraft {
  url: string;
  description: string;
  every: boolean;
  events: readonly LoggedEventType[];
}

/** One that is yet to be made: what an escalation is from its beginning to its end. */
export const NEW_WEBHOOK: WebhookDraft = {
  url: "",
  description: "",
  every: false,
  events: ["handoff_created", "handoff_claimed", "handoff_resolved"],
};

/** The kinds of events, in the order in which they are offered. */
export function eventTypes(): LoggedEventType[] {
  // The dictionary has exactly these.
  return Object.keys(words.value.webhooks.events) as LoggedEventType[];
}

export function webhookDraftOf({ url, description, events }: WebhookSubscription): WebhookDraft {
  return {
    url,
    description: description ?? "",
    every: events.includes(EVERY_EVENT),
    events: eventTypes().filter((type) => events.includes(type)),
  };
}

/** What makes a subscription, or changes it to this. */
export function webhookBody({ url, description, every, events }: WebhookDraft): NewWebhookSubscription {
  return {
    url: url.trim(),
    description: description.trim() || null,
    events: every ? [EVERY_EVENT] : [...events],
  };
}

/** What people call a subscription: what it is for, else where it leads. */
export function webhookName({ url, description }: Pick<WebhookSubscription, "url" | "description">): string {
  return description ?? new URL(url).host;
}

/** What a kind of event is called; one that this page is too old to know keeps its own name. */
export function eventWords(type: string): string {
  const known: Record<string, string> = words.value.webhooks.events;
  return known[type] ?? type;
}
