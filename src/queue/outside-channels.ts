import { CALLS_AT_ONCE, type Outside } from "../channels/call-outside.ts";
import { chatChannel } from "../channels/chat.ts";
import type { Channel } from "../channels/channel.ts";
import { DEFAULT_RESOLVER } from "../channels/name-lookup.ts";
import { slack } from "../channels/slack.ts";
import { teams } from "../channels/teams.ts";
import { type Vapid, webPushChannel } from "../channels/web-push.ts";
import type { TargetChannel } from "../contract/channel-target.ts";
import { turnstile } from "../platform/turnstile.ts";

/** The channels that tell chats and browsers. */
export type Chats = Record<TargetChannel, Channel>;

/**
 * How addresses that others have chosen are reached: only a demo may reach into private networks; everywhere else names
 * are looked up first, unless that is switched off.
 */
export function outsideFor({ DEMO_MODE, DNS_RESOLVER_URL }: Env): Outside {
  return {
    fetch: (input, init) => fetch(input, init),
    allow_private: DEMO_MODE === "on",
    resolver: DNS_RESOLVER_URL === "off" ? null : DNS_RESOLVER_URL || DEFAULT_RESOLVER,
    turn: turnstile(CALLS_AT_ONCE),
  };
}

/** The channels as this service is configured. */
export function chatsFor(
  env: Env,
  outside: Outside = outsideFor(env),
  pause: (ms: number) => Promise<void> = (ms) => scheduler.wait(ms),
): Chats {
  return {
    slack: chatChannel(slack, outside, pause),
    teams: chatChannel(teams, outside, pause),
    web_push: webPushChannel(vapidOf(env), outside),
  };
}

/** The keys by which push services know this service; null where there are none. */
export function vapidOf(env: Env): Vapid | null {
  const { VAPID_PUBLIC_KEY: public_key, VAPID_PRIVATE_KEY: private_key } = env;
  if (!public_key || !private_key) return null;
  return { public_key, private_key, subject: env.VAPID_SUBJECT || contactOf(env) };
}

/** Whom a push service may write to (RFC 8292 §2.1): our own address, or that of our mails. */
function contactOf({ PUBLIC_URL, MAIL_FROM }: Env): string {
  if (PUBLIC_URL.startsWith("https://")) return PUBLIC_URL;
  return `mailto:${/<([^>]+)>/.exec(MAIL_FROM)?.[1] ?? MAIL_FROM}`;
}
