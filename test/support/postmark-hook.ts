import type { LedgerRow, MailRoom } from "./mail-room.ts";
import { ORIGIN } from "./call.ts";
import { quietJobs } from "./quiet-jobs.ts";
import { workerWith } from "./worker-with.ts";

export const HOOK_AUTH = "postmark:päss:word";

/** The credentials as Basic authentication sends them. */
export function basic(credentials: string): string {
  return `Basic ${new TextEncoder().encode(credentials).toBase64()}`;
}

/** Posts to the webhook as Postmark does, to a Worker that knows the secret. */
export function postHook(
  body: unknown,
  headers: Record<string, string> = {},
  env: object = {},
): Promise<Response> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", authorization: basic(HOOK_AUTH), ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
  const request = new Request(`${ORIGIN}/api/v1/hooks/postmark`, init);
  return workerWith({ POSTMARK_WEBHOOK_AUTH: HOOK_AUTH, ...quietJobs, ...env }, request);
}

/** What became of a report. @throws unless it was answered with 200 */
export async function report(body: unknown): Promise<string> {
  const response = await postHook(body);
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json<{ outcome: string }>()).outcome;
}

const common = (room: MailRoom, row: LedgerRow, handoffId: string) => ({
  ServerID: 23,
  MessageStream: "outbound",
  MessageID: `pm-${row.id}`,
  Metadata: { handoff_id: handoffId, delivery_id: row.id, account_id: room.desk.account.id },
});

/** Postmark's reports about a delivery of a handoff. */
export function reportsOn(room: MailRoom, row: LedgerRow, handoffId: string) {
  const about = common(room, row, handoffId);
  const bounce = (Type: string, Inactive: boolean) => ({
    RecordType: "Bounce",
    ...about,
    Type,
    Inactive,
    Email: row.recipient,
    Description: "The server was unable to deliver your message",
    BouncedAt: "2026-11-20T12:00:02Z",
  });
  return {
    delivered: {
      RecordType: "Delivery",
      ...about,
      Recipient: row.recipient,
      DeliveredAt: "2026-11-20T12:00:01.500Z",
      Details: "250 OK",
    },
    hard: bounce("HardBounce", true),
    soft: bounce("SoftBounce", false),
    complaint: { ...bounce("SpamComplaint", true), RecordType: "SpamComplaint" },
    /** An address that this mail got barred. */
    suppressed: (ChangedAt: string) => ({
      ...subscriptionChange(row.recipient, true, ChangedAt),
      MessageID: about.MessageID,
      Metadata: about.Metadata,
      Origin: "Recipient",
    }),
  };
}

/** Postmark's report about an address alone, as it is for whoever was barred or freed by hand: it names no mail. */
export function subscriptionChange(Recipient: string, SuppressSending: boolean, ChangedAt: string) {
  return {
    RecordType: "SubscriptionChange",
    ServerID: 23,
    MessageStream: "outbound",
    MessageID: null,
    Metadata: {},
    Tag: null,
    Recipient,
    Origin: SuppressSending ? "Admin" : "Customer",
    SuppressSending,
    SuppressionReason: SuppressSending ? "HardBounce" : null,
    ChangedAt,
  };
}
