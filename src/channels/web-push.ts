import { type VapidKeys, buildPushPayload } from "@block65/webcrypto-web-push";
import { PushSubscription } from "../contract/channel-target.ts";
import { type Outside, type OutsideAnswer, callOutside } from "./call-outside.ts";
import { BEGIN_WITHIN_MS, type Channel, type Message, type SendAnswer } from "./channel.ts";
import type { MailContent } from "./mail/mail-content.ts";

/** The service's own key pair, by which push services know it (RFC 8292), base64url, and whom they may write to. */
export interface Vapid {
  public_key: string;
  private_key: string;
  subject: string;
}

/** So long a push service keeps a message for a browser that is off, seconds: as long as a promise is tried. */
const KEPT_SECONDS = 24 * 60 * 60;
/** A push service takes 4,096 bytes with the envelope; the rest is for what is written as several bytes. */
const BODY_LENGTH = 700;

/**
 * Browsers, by their push service: the message is encrypted for the browser alone (RFC 8291). Messages of one thread
 * replace each other where they wait. Without keys nothing can be sent that way, so that mail is used.
 */
export function webPushChannel(vapid: Vapid | null, outside: Outside): Channel {
  return {
    send(messages) {
      const late = AbortSignal.timeout(outside.begin_within ?? BEGIN_WITHIN_MS);
      return Promise.all(messages.map((message) => push(vapid, outside, message, late)));
    },
    find: null,
  };
}

async function push(
  vapid: Vapid | null,
  outside: Outside,
  message: Message,
  late: AbortSignal,
): Promise<SendAnswer> {
  if (!vapid) return { kind: "failed", error: "No keys for web push are configured (VAPID_PRIVATE_KEY)." };
  const subscription = PushSubscription.safeParse(JSON.parse(message.to)).data;
  if (!subscription) return { kind: "gone", error: "The subscription cannot be read." };
  let request: Awaited<ReturnType<typeof buildPushPayload>>;
  try {
    request = await encrypted(vapid, subscription, message);
  } catch {
    // The library's own words would name the address or the keys.
    return { kind: "failed", error: "The message could not be encrypted for this browser." };
  }
  const { "content-length": _, ...headers } = request.headers;
  return judge(await callOutside(outside, subscription.endpoint, { headers, body: request.body }, late));
}

function encrypted(
  { subject, public_key, private_key }: Vapid,
  subscription: PushSubscription,
  message: Message,
) {
  const keys: VapidKeys = { subject, publicKey: public_key, privateKey: private_key };
  // A topic is at most 32 characters of base64url (RFC 8030 §5.4), which is what an id has without its dashes.
  const topic = message.thread?.replaceAll("-", "");
  const options = { ttl: KEPT_SECONDS, urgency: "high" as const, ...(topic !== undefined && { topic }) };
  const data = JSON.stringify(pushText(message));
  return buildPushPayload({ data, options }, { ...subscription, expirationTime: null }, keys);
}

/** What the page's service worker shows; `tag` is what a later message replaces, the ids are where it leads. */
export function pushText({
  content,
  metadata,
  thread,
}: Pick<Message, "content" | "metadata" | "thread">): object {
  return {
    title: cut(content.subject, 120),
    body: cut(bodyOf(content), BODY_LENGTH),
    url: content.action?.url ?? null,
    tag: thread,
    handoff_id: metadata["handoff_id"] ?? null,
    session_id: metadata["session_id"] ?? null,
    delivery_id: metadata["delivery_id"] ?? null,
    kind: metadata["kind"] ?? null,
  };
}

function bodyOf({ paragraphs, facts }: MailContent): string {
  return [...paragraphs, ...facts.map(({ label, value }) => `${label}: ${value}`)].join("\n");
}

/** A control character would be written as six. */
function cut(given: string, most: number): string {
  const text = given.replaceAll(/[^\P{Cc}\n]/gu, " ");
  return text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text;
}

function judge(answer: OutsideAnswer): SendAnswer {
  if (answer.kind === "refused") return { kind: "failed", error: answer.error };
  if (answer.kind === "not_called") return { kind: "retry", error: answer.error, uncertain: false };
  if (answer.kind === "lost")
    return { kind: "retry", error: `Push service: ${answer.error}`, uncertain: true };
  const { status, body, retry_after } = answer;
  if (status >= 200 && status < 300) return { kind: "sent", provider_message_id: null };
  const error = `Push service ${status}: ${body}`.slice(0, 500).toWellFormed();
  if (status === 404 || status === 410) return { kind: "gone", error };
  // 401 and 403 speak of our own keys, which somebody may put right within the day.
  if (status >= 500 || [401, 403, 408, 425, 429].includes(status)) {
    return { kind: "retry", error, uncertain: status >= 500, ...(retry_after !== null && { retry_after }) };
  }
  return { kind: "failed", error };
}
