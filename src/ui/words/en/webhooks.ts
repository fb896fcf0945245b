import type { LoggedEventType } from "../../../contract/event.ts";

/** The words about outbound webhooks. */
export const webhooks = {
  intro:
    "Baton posts events of this account to addresses of yours, signed, in order, and again until they are taken.",
  none: "No webhook yet.",
  add: "Add a webhook",
  url: "Address",
  urlHint: "Where your receiver takes a POST; https:// only.",
  description: "What it is for",
  descriptionHint: "So that others know it. May stay empty.",
  which: "Events",
  every: "Every event, also kinds to come",
  some: "Only these",
  noEvent: "Choose at least one.",
  events: {
    handoff_created: "Escalated",
    handoff_parked: "Parked",
    handoff_claimed: "Picked up",
    handoff_released: "Released",
    handoff_reassigned: "Given to somebody else",
    handoff_returned: "Returned",
    handoff_withdrawn: "Withdrawn",
    handoff_superseded: "Replaced by a newer one",
    handoff_resolved: "Resolved",
    handoff_updated: "Updated: note, assessment, ticket",
    handoff_reminded: "Reminded",
    handoff_widened: "More people asked",
    delivery_changed: "A notification moved on",
    session_resolved: "Session resolved",
  } satisfies Record<LoggedEventType, string>,
  added: "The webhook is added",
  saved: "Saved",
  edit: "Edit",
  editOf: (name: string) => `Edit ${name}`,

  state: { on: "On", failing: "Not taken", paused: "Paused", off: "Switched off" },
  pausedBy: "Somebody paused it. What happens meanwhile is not sent; it can be sent again later.",
  offBy: "Baton switched it off. The reason:",
  failing: "Nothing has been taken. It began",
  since: "Since",
  pause: "Pause",
  pauseOf: (name: string) => `Pause ${name}`,
  paused: (name: string) => `${name} is paused`,
  switchOn: "Switch on again",
  switchOnOf: (name: string) => `Switch on again: ${name}`,
  switchedOn: (name: string) => `${name} is on again, from now on`,

  secret: "Secret",
  secretOf: (name: string) => `Secret of ${name}`,
  rotate: "New secret",
  rotateOf: (name: string) => `New secret for ${name}`,
  rotateTitle: (name: string) => `Give ${name} a new secret?`,
  rotateDetail:
    "The new one signs at once. For a day the old one signs as well, so that your receiver can change over without a gap.",
  rotated: (moment: string) => `The old secret signs as well until ${moment}.`,

  remove: "Delete",
  removeOf: (name: string) => `Delete ${name}`,
  removeTitle: (name: string) => `Delete ${name}?`,
  removeDetail: "Nothing more is sent to it, and its log goes with it.",
  removed: (name: string) => `${name} is deleted`,

  log: "Attempts",
  logOf: (name: string) => `Attempts of ${name}`,
  logNone: "Nothing has been sent in the last thirty days.",
  older: "Show older",
  noAnswer: "No answer",
  outcome: {
    pending: "will be tried again",
    sending: "being tried again",
    sent: "taken",
    failed: "given up",
    skipped: "not sent any more",
  },
  lasted: (ms: number) => `${ms} ms`,
  request: "Sent",
  response: "Answered",
  nothingAnswered: "Nothing",
  again: "Send again",
  againOf: (event: string, seq: number) => `Send again: ${event}, no. ${seq}`,
  isAgain: "It is on its way again",
  range: "Send a time range again",
  rangeHint:
    "Every event of that time that it wants, taken or not. Each keeps its webhook-id, so a receiver that remembers ids acts once.",
  from: "From",
  to: "To",
  toHint: "Empty: until now",
  send: "Send these again",
  sentAgain: (count: number) =>
    count === 0
      ? "Nothing that it wants happened in that time"
      : count === 1
        ? "1 event is on its way again"
        : `${count} events are on their way again`,

  check: {
    title: "How to check the signature",
    intro: "Any library for Standard Webhooks does it. In Node:",
    byHand: "By hand:",
    steps: [
      "Take the body as it came, before it is parsed, and the headers webhook-id, webhook-timestamp and webhook-signature.",
      "Refuse a timestamp (seconds) more than five minutes away from your clock.",
      "Join id, timestamp and body with dots. Make an HMAC-SHA256 of it with the bytes that the secret holds in base64 after whsec_, and write that in base64.",
      "webhook-signature holds one or more “v1,…” with a space between them. One of them must be equal to yours; compare in constant time.",
      "Remember webhook-id: it is the same with every attempt and every repetition of an event.",
      "Answer with a 2xx within ten seconds. Everything else is tried again; 410 switches the webhook off.",
    ],
  },
};
