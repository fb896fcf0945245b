import type { AskableChannel } from "./channel.ts";

/** Without a token and outside demo mode nothing can be sent: promises wait, visibly, until a token is configured. */
export const noMail: AskableChannel = {
  send: async (mails) =>
    mails.map(() => ({
      kind: "retry" as const,
      error: "No mail service is configured (POSTMARK_TOKEN).",
      uncertain: false,
    })),
  find: async () => null,
};
