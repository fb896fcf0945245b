import { z } from "zod";
import type { MailReport, MailReportKind } from "../contract/mail-report.ts";

const text = z.string().catch("");
const Webhook = z.looseObject({
  RecordType: z.string().min(1),
  MessageID: text,
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
  | MailReport;

/** Bounces after which an address is no address any more; Postmark says so itself by `Inactive`. */
const HARD = new Set(["HardBounce", "BadEmailAddress", "SpamComplaint", "ManuallyDeactivated"]);

/** Reads Postmark's Delivery, Bounce, SpamComplaint and SubscriptionChange; mails that are not of the ledger are ignored. */
export function readPostmarkReport(body: unknown): ReadReport {
  const { data } = Webhook.safeParse(body);
  if (!data) return { kind: "malformed", detail: "This is no report of Postmark's." };
  const kind = kindOf(data);
  const { delivery_id, handoff_id, account_id } = data.Metadata;
  if (
    kind === null ||
    !isText(delivery_id) ||
    !isText(handoff_id) ||
    !isText(account_id) ||
    !data.MessageID
  ) {
    return { kind: "ignored", record: data.RecordType };
  }
  const at = Date.parse(data.DeliveredAt || data.BouncedAt || data.ChangedAt);
  return {
    kind,
    record: data.RecordType,
    // A mail may bounce softly and then hard, and an address be suppressed and come back.
    key: `${data.MessageID} ${kind} ${data.ChangedAt}`.trim(),
    message_id: data.MessageID,
    recipient: (data.Recipient || data.Email).toLowerCase(),
    detail: `${data.RecordType} ${data.Type || data.SuppressionReason}: ${data.Description || data.Details}`
      .replace(/[\s:]+$/, "")
      .slice(0, 400),
    at: Number.isFinite(at) ? at : null,
    delivery_id,
    handoff_id,
    account_id,
  };
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
      return SuppressSending ? "suppressed" : "reactivated";
    default:
      return null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
