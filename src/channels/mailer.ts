import { Errors, ServerClient } from "postmark";
import { z } from "zod";
import { readRetryAfter } from "../platform/retry-after.ts";
import { type AskableChannel, CALL_TIMEOUT_MS, type Message, type SendAnswer } from "./channel.ts";
import { renderHtml, renderText } from "./mail/render-mail.tsx";

export interface PostmarkSettings {
  token: string;
  from: string;
  /** Where answers of people go, if not back to `from`. */
  reply_to?: string | undefined;
  /** Where to post instead of Postmark, for instance a test server: `host[:port]`, plain http. */
  host?: string | undefined;
  /** After so long a call is given up, ms. Default `CALL_TIMEOUT_MS`. */
  timeout?: number;
  /** The last call: Postmark over the network, or the development mailbox. */
  fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
}

/**
 * Postmark's codes for a message that no other try will bring home: its address is none (300) or inactive (406). All
 * others speak of our account, our sender or our form, which somebody may put right within the day.
 */
const INVALID_ADDRESS = 300;
const INACTIVE_RECIPIENT = 406;

/** Mail through Postmark (`integrations.md`): every single message's ErrorCode counts, only 0 is success. */
export function postmarkMailer(settings: PostmarkSettings): AskableChannel {
  return {
    async send(mails) {
      if (mails.length === 0) return [];
      const messages = mails.map((mail) => asMessage(settings, mail));
      const { client, retryAfter } = connect(settings);
      try {
        const answers = Answers.safeParse(await client.sendEmailBatch(messages));
        return mails.map((_, index) => judge(answers.data?.[index]));
      } catch (error) {
        const result = judgeFailure(error, retryAfter());
        return mails.map(() => result);
      }
    },
    async find(name, value) {
      const filter = { count: 1, offset: 0, [`metadata_${name}`]: value };
      const found = FoundMessages.parse(await connect(settings).client.getOutboundMessages(filter));
      return found.Messages[0]?.MessageID ?? null;
    },
  };
}

/** A client for one call. It hides the answer's headers, so what they say of waiting (ms) is kept beside it. */
function connect(settings: PostmarkSettings) {
  let wait: number | null = null;
  const host = settings.host ? { requestHost: settings.host, useHttps: false } : {};
  const client = new ServerClient(settings.token, {
    timeout: (settings.timeout ?? CALL_TIMEOUT_MS) / 1000,
    fetch: async (input, init) => {
      const answer = await settings.fetch(input, init);
      if (answer.status === 429 || answer.status === 503) wait = readRetryAfter(answer.headers);
      return answer;
    },
    ...host,
  });
  return { client, retryAfter: () => wait };
}

const FoundMessages = z.object({ Messages: z.array(z.object({ MessageID: z.string() })) });

function asMessage({ from, reply_to }: PostmarkSettings, mail: Message) {
  const { to, content, metadata, thread, follows } = mail;
  const headers = [
    { Name: "Auto-Submitted", Value: "auto-generated" },
    { Name: "X-Auto-Response-Suppress", Value: "All" },
    ...(thread === null ? [] : [{ Name: "References", Value: `<${thread}@baton>` }]),
    ...(thread === null || !follows ? [] : [{ Name: "In-Reply-To", Value: `<${thread}@baton>` }]),
  ];
  return {
    From: from,
    To: to,
    ...(reply_to && { ReplyTo: reply_to }),
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

function judge(answer: z.infer<typeof Answer> | undefined): SendAnswer {
  if (!answer) return { kind: "retry", error: "Postmark's answer has no entry.", uncertain: true };
  const { ErrorCode, Message, MessageID } = answer;
  if (ErrorCode === 0 && MessageID) return { kind: "sent", provider_message_id: MessageID };
  if (ErrorCode === 0)
    return { kind: "retry", error: "Postmark's answer has no MessageID.", uncertain: true };
  return judgeRefusal(ErrorCode, `Postmark ${ErrorCode}: ${Message}`.slice(0, 500));
}

/** Postmark did not take the message: whatever happens next, this one has not arrived. */
function judgeRefusal(code: number, error: string): SendAnswer {
  if (code === INACTIVE_RECIPIENT) return { kind: "suppressed", error };
  if (code === INVALID_ADDRESS) return { kind: "failed", error };
  return { kind: "retry", error, uncertain: false };
}

/** The whole call failed: a bad token and what is wrong with our account wait for their repair, the rest comes later. */
function judgeFailure(error: unknown, retryAfter: number | null): SendAnswer {
  const words = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : "unknown failure";
  if (error instanceof Errors.ApiInputError) return judgeRefusal(error.code, words);
  // Without a refusal of Postmark's own (a lost connection, a 5xx) the mails may have been taken.
  const refused =
    error instanceof Errors.InvalidAPIKeyError || error instanceof Errors.RateLimitExceededError;
  const wait = retryAfter === null ? {} : { retry_after: retryAfter };
  return { kind: "retry", error: words, uncertain: !refused, ...wait };
}
