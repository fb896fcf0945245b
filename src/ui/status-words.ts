import type { DeliveryKind, DeliveryStatus } from "../contract/delivery.ts";
import type { HandoffStatus, Priority, SessionStatus } from "../contract/handoff-lifecycle.ts";
import type { Branch, Step } from "../contract/session.ts";

/** What the product's states are called on the page. */
export const STATUS_WORDS = {
  handoff: {
    open: "Waiting",
    claimed: "Picked up",
    returned: "Returned",
    withdrawn: "Withdrawn",
    superseded: "Replaced",
    resolved: "Resolved",
  } satisfies Record<HandoffStatus, string>,
  session: {
    active: "Active",
    paused: "Paused",
    escalated: "Escalated",
    resolved: "Resolved",
  } satisfies Record<SessionStatus, string>,
  priority: {
    low: "Low",
    normal: "Normal",
    high: "High",
    critical: "Critical",
  } satisfies Record<Priority, string>,
  step: {
    worked: "Worked",
    failed: "Failed",
    inconclusive: "Inconclusive",
    skipped: "Skipped",
  } satisfies Record<Step["result"], string>,
  branch: {
    open: "Open",
    solved: "Solved",
    dead_end: "Dead end",
    parked: "Parked",
  } satisfies Record<Branch["status"], string>,
  delivery: {
    pending: "Waiting to be sent",
    sending: "Being sent",
    sent: "Sent",
    delivered: "Delivered",
    bounced: "Bounced",
    failed: "Failed",
    suppressed: "Blocked by the mail service",
    cancelled: "No longer needed",
    bundled: "Sent with others",
  } satisfies Record<DeliveryStatus, string>,
  deliveryKind: {
    first: "First notice",
    reminder: "Reminder",
    widened: "Asked more people",
    fallback: "Fallback",
    bundle: "Several in one",
    returned: "Returned to you",
    wake: "Wake-up",
  } satisfies Record<DeliveryKind, string>,
  channel: { email: "email", slack: "Slack", teams: "Teams", web_push: "browser", webhook: "webhook" },
};
