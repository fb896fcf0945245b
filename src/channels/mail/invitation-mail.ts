import type { MailContent } from "./mail-content.ts";

/** The invitation. Its link holds no secret: the address is proved by the sign-in that follows. */
export function invitationMail(given: {
  account: string;
  inviter: string;
  email: string;
  origin: string;
}): MailContent {
  return {
    subject: `${given.inviter} invites you to ${given.account} on Baton`.replaceAll(/\s+/g, " "),
    paragraphs: [
      `${given.inviter} has invited you to the escalation team of ${given.account}.`,
      "Sign in with this e-mail address to join. The invitation is open for seven days.",
    ],
    facts: [],
    action: { label: "Join", url: `${given.origin}/sign-in?email=${encodeURIComponent(given.email)}` },
    footer: "If you do not know why you got this, ignore it.",
  };
}
