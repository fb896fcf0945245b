import type { Context } from "hono";
import { z } from "zod";
import { testMail } from "../../channels/mail/test-mail.ts";
import { CHANNELS } from "../../contract/delivery.ts";
import type { MailJob } from "../../contract/mail-job.ts";
import { NotificationSettings } from "../../contract/notifications.ts";
import {
  getNotificationSettings,
  setNotificationSettings,
  testNotifications,
} from "../../domain/members/notification-settings.ts";
import { seal } from "../../platform/seal.ts";
import type { AppEnv } from "../app-env.ts";
import { operation } from "../operation.ts";
import type { Caller } from "../require-caller.ts";

const common = { path: "/me/notifications", tag: "Me", right: "personal" as const };
/** A test that could not be sent within the hour answers no question any more. */
const TEST_LIFETIME_MS = 60 * 60_000;

export const notificationRoutes = [
  operation({
    ...common,
    id: "getNotificationSettings",
    method: "get",
    summary: "How I am told",
    status: 200,
    answer: NotificationSettings,
    run: ({ ctx }) => getNotificationSettings(ctx),
  }),
  operation({
    ...common,
    id: "setNotificationSettings",
    method: "put",
    summary: "Choose the channels and the quiet hours in which I am told",
    body: NotificationSettings,
    status: 200,
    answer: NotificationSettings,
    run: ({ ctx, body }) => setNotificationSettings(ctx, body),
  }),
  operation({
    ...common,
    id: "testNotifications",
    refuses: ["rate_limited"],
    method: "post",
    path: "/me/notifications/test",
    summary: "Send me a test",
    status: 202,
    answer: z.object({ channel: z.enum(CHANNELS), recipient: z.string() }).meta({ id: "TestSent" }),
    run: async ({ c, ctx, caller }) => testNotifications(ctx, await sealedTest(c, caller, ctx.now)),
  }),
];

async function sealedTest(c: Context<AppEnv>, { account }: Caller, now: number): Promise<string> {
  const to = account.actor.kind === "member" ? account.actor.email : "";
  const { name } = account;
  const job: MailJob = { to, content: testMail(name), expires_at: now + TEST_LIFETIME_MS };
  return seal(c.env.BETTER_AUTH_SECRET, JSON.stringify(job));
}
