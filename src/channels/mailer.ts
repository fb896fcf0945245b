import { Errors, ServerClient } from "postmark";
import { z } from "zod";
import type { MailContent } from "./mail/mail-content.ts";
import { renderHtml, renderText } from "./mail/render-mail.tsx";

/** A mail to one person. `metadata` comes back in Postmark's webhooks and finds the mail after a crash. */
export interface Mail {
  to: string;
  content: MailContent;
  metadata: Record<string, string>;
  /** Mails with the same thread are shown together by mail programs. */
  thread: string | null;
}

/** What became of a mail. `retry` may be tried again: `uncertain` if it may have arrived; the others are final. */
export type MailResult =
  | { kind: "sent"; provider_message_id: string }
  | { kind: "retry"; error: string; uncertain: boolean }
  | { kind: "failed"; error: string }
  | { kind: "suppressed"; error: string };

export interface Mailer {
  /** At most 500 mails; the results are in their order. Never throws for a mail that could not be sent. */
  send(mails: readonly Mail[]): Promise<MailResult[]>;
  /** The provider's id of a mail sent with this metadata entry, or null. @throws if the provider does not answer */
  find(name: string, value: string): Promise<string | null>;
}

export interface PostmarkSettings {
  token: string;
  from: string;
  /** Where to post instead of Postmark, for instance a test server: `host[:port]`, plain http. */
  host?: string | undefined;
  /** After so long a call is given up, ms. Default `MAIL_TIMEOUT_MS`. */
  timeout?: number;
  /** The last call: Postmark over the network, or the development mailbox. */
  fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
}

/** After so long a call to the provider is given up, ms. */
export const MAIL_TIMEOUT_MS = 10_000;
const INACTIVE_RECIPIENT = 406;

/** Mail through Postmark (`integrations.md`): every single message's ErrorCode counts, only 0 is success. */
export function postmarkMailer(settings: PostmarkSettings): Mailer {
  const host = settings.host ? { requestHost: settings.host, useHttps: false } : {};
  const client = new ServerClient(settings.token, {
    timeout: (settings.timeout ?? MAIL_TIMEOUT_MS) / 1000,
    fetch: settings.fetch,
    ...host,
  });
  return {
    async send(mails) {
      if (mails.length === 0) return [];
      const messages = mails.map((mail) => asMessage(settings.from, mail));
      try {
        const answers = Answers.safeParse(await client.sendEmailBatch(messages));
        return mails.map((_, index) => judge(answers.data?.[index]));
      } catch (error) {
        const result = judgeFailure(error);
        return mails.map(() => result);
      }
    },
    async find(name, value) {
      const filter = { count: 1, offset: 0, [`metadata_${name}`]: value };
      const found = FoundMessages.parse(await client.getOutboundMessages(filter));
      return found.Messages[0]?.MessageID ?? null;
    },
  };
}

const FoundMessages = z.object({ Messages: z.array(z.object({ MessageID: z.string() })) });

function asMessage(from: string, { to, content, metadata, thread }: Mail) {
  const headers = [
    { Name: "Auto-Submitted", Value: "auto-generated" },
    { Name: "X-Auto-Response-Suppress", Value: "All" },
    ...(thread === null ? [] : [{ Name: "References", Value: `<${thread}@baton>` }]),
  ];
  return {
    From: from,
    To: to,
    Subject: content.subject,
    TextBody: renderText(content),
    HtmlBody: renderHtml(content),
    MessageStream: "outbound",
    Metadata: metadata,
    Headers: headers,
  };
}

/** What a batch is answered with; a 200 of something in between, such as a login page, is not of this form. */
const Answer = z.object({ ErrorCode: z.int(), Message: z.string(), MessageID: z.string().optional() });
const Answers = z.array(Answer);

function judge(answer: z.infer<typeof Answer> | undefined): MailResult {
  if (!answer) return { kind: "retry", error: "Postmark's answer has no entry.", uncertain: true };
  const { ErrorCode, Message, MessageID } = answer;
  if (ErrorCode === 0 && MessageID) return { kind: "sent", provider_message_id: MessageID };
  if (ErrorCode === 0)
    return { kind: "retry", error: "Postmark's answer has no MessageID.", uncertain: true };
  const error = `Postmark ${ErrorCode}: ${Message}`.slice(0, 500);
  return { kind: ErrorCode === INACTIVE_RECIPIENT ? "suppressed" : "failed", error };
}

/** The whole call failed: a bad token waits for its repair, a refused input is final, the rest is tried again. */
function judgeFailure(error: unknown): MailResult {
  const words = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : "unknown failure";
  if (error instanceof Errors.ApiInputError) return { kind: "failed", error: words };
  // Without a refusal of Postmark's own (a lost connection, a 5xx) the mails may have been taken.
  const refused =
    error instanceof Errors.InvalidAPIKeyError || error instanceof Errors.RateLimitExceededError;
  return { kind: "retry", error: words, uncertain: !refused };
}
