import type { MailContent } from "./mail-content.ts";

/** The mail that somebody has asked for to see that mails arrive. */
export function testMail(account: string): MailContent {
  return {
    subject: "Baton's mails reach you",
    paragraphs: [`This is the test that you asked for: escalations of ${account} will reach you here.`],
    facts: [],
    action: null,
    footer: "You get this mail because you asked for it in your notification settings.",
  };
}
