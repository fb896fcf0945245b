import { z } from "zod";
import type { AddressReport, MailReport, MailReportKind } from "../contract/mail-report.ts";

const text = z.string().catch("");
const Webhook = z.looseObject({
  RecordType: z.string().min(1),
  MessageID: text,
  MessageStream: text,
  Metadata: z.record(z.string(), z.unknown()).catch({}),
  Type: text,
  Inactive: z.boolean().catch(false),
  Recipient: text,
  Email: text,
  Description: text,
  Details: text,
  SuppressSending: z.boolean().catch(false),
  SuppressionReason: text,
  DeliveredAt: text,
  BouncedAt: text,
  ChangedAt: text,
});
type Webhook = z.infer<typeof Webhook>;

/** What a body of Postmark's webhooks is: no such body, nothing that the ledger asks for, or a report. */
export type ReadReport =
  | { kind: "malformed"; detail: string }
  | { kind: "ignored"; record: string }
  | AddressReport
  | MailReport;

/** Bounces after which an address is no address any more; Postmark says so itself by `Inactive`. */
const HARD = new Set(["HardBounce", "BadEmailAddress", "SpamComplaint", "ManuallyDeactivated"]);

/** The message stream that Baton's mails go through: an address may be barred from one and not from another. */
const STREAM = "outbound";

/**
 * Reads Postmark's Delivery, Bounce, SpamComplaint and SubscriptionChange; mails that are not of the ledger are ignored.
 * A SubscriptionChange names the mail that caused it, if any did; what frees an address names none.
 */
export function readPostmarkReport(body: unknown): ReadReport {
  const { data } = Webhook.safeParse(body);
  if (!data) return { kind: "malformed", detail: "This is no report of Postmark's." };
  const record = data.RecordType;
  const kind = kindOf(data);
  const recipient = (data.Recipient || data.Email).toLowerCase();
  const moment = Date.parse(data.DeliveredAt || data.BouncedAt || data.ChangedAt);
  const at = Number.isFinite(moment) ? moment : null;
  const { delivery_id, handoff_id, account_id } = data.Metadata;
  const named = isText(delivery_id) && isText(handoff_id) && isText(account_id) && data.MessageID !== "";
  if (kind === null || !named) return readAddressReport(data, { recipient, at });
  return {
    kind,
    record,
    // A mail may bounce softly and then hard, and an address be suppressed twice.
    key: `${data.MessageID} ${kind} ${data.ChangedAt}`.trim(),
    message_id: data.MessageID,
    recipient,
    detail: `${record} ${data.Type || data.SuppressionReason}: ${data.Description || data.Details}`
      .replace(/[\s:]+$/, "")
      .slice(0, 400),
    at,
    delivery_id,
    handoff_id,
    account_id,
  };
}

/** What names no mail may still say something of an address. */
function readAddressReport(
  { RecordType: record, MessageStream, SuppressSending }: Webhook,
  about: Pick<AddressReport, "recipient" | "at">,
): ReadReport {
  const ours = MessageStream === "" || MessageStream === STREAM;
  if (record !== "SubscriptionChange" || !ours || !about.recipient) return { kind: "ignored", record };
  return { kind: "address", record, reachable: !SuppressSending, ...about };
}

function kindOf({ RecordType, Type, Inactive, SuppressSending }: Webhook): MailReportKind | null {
  switch (RecordType) {
    case "Delivery":
      return "delivered";
    case "Bounce":
      return HARD.has(Type) || Inactive ? "bounced" : "delayed";
    case "SpamComplaint":
      return "complained";
    case "SubscriptionChange":
      return SuppressSending ? "suppressed" : null;
    default:
      return null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
