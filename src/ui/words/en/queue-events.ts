import type { DeliveryStatus } from "../../../contract/delivery.ts";

const notifications = (count: number) => (count === 1 ? "a notification" : `${count} notifications`);

/** A few names, or how many they are. */
const shortList = (names: string[]) => (names.length > 3 ? `${names.length} people` : names.join(", "));

/** What has happened, as half a sentence that follows the name of whoever did it. */
export const queueEvents = {
  created: "escalated the session",
  parked: "parked the session",
  claimed: "picked it up",
  released: (reason: string) => `released it: ${reason}`,
  reassigned: (name: string, reason: string) => `gave it to ${name}: ${reason}`,
  returned: (reason: string) => `returned it: ${reason}`,
  withdrawn: (reason: string | null) => (reason === null ? "withdrew it" : `withdrew it: ${reason}`),
  superseded: "handed off anew, which replaced this one",
  resolved: (resolution: string) => `resolved it: ${resolution}`,
  keptIt: "answered no: it stays where it is",
  askedFor: (reason: string) => `asked to take it over: ${reason}`,
  added: (things: string) => `added ${things}`,
  and: " and ",
  changed: "changed details",
  reminded: (names: string[]) => `reminded ${shortList(names)}`,
  widened: (names: string[]) => `asked more people: ${shortList(names)}`,
  readBack: "read it back",
  corrected: "corrected the read-back",
  noteAdded: "added a note",
  again: (times: number) => `reported it again, ${times} times now`,
  someOver: (left: number) => `reported that an alert is over, ${left} still open`,
  judged: {
    right: "called the assessment right",
    partly: "called the assessment partly right",
    wrong: "called the assessment wrong",
  },
  notified: {
    pending: (count: number) => `put off ${notifications(count)}`,
    sending: (count: number) => `began to send ${notifications(count)}`,
    sent: (count: number) => `sent ${notifications(count)}`,
    delivered: (count: number) => `delivered ${notifications(count)}`,
    bounced: (count: number) => `got ${notifications(count)} back as undeliverable`,
    failed: (count: number) => `failed to send ${notifications(count)}`,
    suppressed: (count: number) => `had ${notifications(count)} blocked by the mail service`,
    cancelled: (count: number) => `called off ${notifications(count)}`,
    bundled: (count: number) => `sent ${notifications(count)} together with others`,
  } satisfies Record<DeliveryStatus, (count: number) => string>,
  unknown: "did something this page is too old to know",
  nothing: "Nothing yet.",
  ticket: {
    asked: "sent the note to the ticket",
    pushed: (ticket: string | null) =>
      ticket === null ? "wrote the note into the ticket" : `wrote the note into ticket ${ticket}`,
    failed: (ticket: string | null, why: string) =>
      `could not write into ${ticket === null ? "the ticket" : `ticket ${ticket}`}: ${why}`,
  },
  fields: {
    assessment_status: "the assessment",
    ai_assessment: "the assessment",
    read_back: "the read-back",
    correction: "a correction of the read-back",
    note: "a note",
    notes: "a note",
    psa_note_pushed: "the note on the ticket",
    psa_note_id: "the note on the ticket",
    source_acknowledged_at: "the tool's acknowledgement",
    source_resolved_at: "the tool's all-clear",
  },
};
