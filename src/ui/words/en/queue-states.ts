/** What the product's states are called. */
export const queueStates = {
  states: {
    handoff: {
      open: "Waiting",
      claimed: "Picked up",
      returned: "Returned",
      withdrawn: "Withdrawn",
      superseded: "Replaced",
      resolved: "Resolved",
    },
    session: { active: "Active", paused: "Paused", escalated: "Escalated", resolved: "Resolved" },
    priority: { low: "Low", normal: "Normal", high: "High", critical: "Critical" },
    step: { worked: "Worked", failed: "Failed", inconclusive: "Inconclusive", skipped: "Skipped" },
    branch: { open: "Open", solved: "Solved", dead_end: "Dead end", parked: "Parked" },
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
    },
    deliveryKind: {
      first: "First notice",
      reminder: "Reminder",
      widened: "Asked more people",
      fallback: "Fallback",
      bundle: "Several in one",
      returned: "Returned to you",
      wake: "Wake-up",
    },
    channel: { email: "email", slack: "Slack", teams: "Teams", web_push: "browser", webhook: "webhook" },
  },
};
