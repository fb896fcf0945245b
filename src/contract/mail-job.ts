import { z } from "zod";
import { TARGET_CHANNELS } from "./channel-target.ts";

/** A mail that is not about a handoff (sign-in, invitation), or the test of a chat or browser, as it waits sealed in the outbox. */
export const MailJob = z.object({
  to: z.string(),
  content: z.object({
    subject: z.string(),
    paragraphs: z.array(z.string()),
    facts: z.array(z.object({ label: z.string(), value: z.string() })),
    action: z.object({ label: z.string(), url: z.string() }).nullable(),
    footer: z.string(),
  }),
  /** The chat or browser that it is for, with its address in `to`; none: a mail. */
  channel: z.enum(TARGET_CHANNELS).optional(),
  /** After this moment (ms) the mail would be of no use and is not sent. */
  expires_at: z.number(),
});
export type MailJob = z.infer<typeof MailJob>;
