import { credentialsVault } from "../../queue/credentials-vault.ts";
import type { Context } from "hono";
import { z } from "zod";
import { testMail } from "../../channels/mail/test-mail.ts";
import { CHANNELS } from "../../contract/delivery.ts";
import type { MailJob } from "../../contract/mail-job.ts";
import { NotificationSettings } from "../../contract/notifications.ts";
import {
  getNotificationSettings,
  setNotificationSettings,
} from "../../domain/members/notification-settings.ts";
import { type SealedTest, testNotifications } from "../../domain/members/test-notifications.ts";
import { seal } from "../../platform/seal.ts";
import type { AppEnv } from "../app-env.ts";
import { operation } from "../operation.ts";
import type { Caller } from "../require-caller.ts";

const TestSent = z.object({ channel: z.enum(CHANNELS), recipient: z.string() });
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
    summary: "Send me a test in each way in which I am told",
    status: 202,
    answer: TestSent.extend({ sent: z.array(TestSent) }).meta({ id: "TestSent" }),
    run: async ({ c, ctx, caller }) => testNotifications(ctx, sealedTest(c, caller, ctx.now)),
  }),
];

function sealedTest(c: Context<AppEnv>, { account }: Caller, now: number): SealedTest {
  const secret = c.env.BETTER_AUTH_SECRET;
  return async ({ channel, recipient }, address) => {
    const to = address === null ? recipient : await credentialsVault(c.env).open(address);
    const job: MailJob = {
      to,
      content: testMail(account.name, address === null),
      ...(channel !== "email" && channel !== "webhook" && { channel }),
      expires_at: now + TEST_LIFETIME_MS,
    };
    return seal(secret, JSON.stringify(job));
  };
}
