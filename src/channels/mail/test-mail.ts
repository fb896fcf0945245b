import type { MailContent } from "./mail-content.ts";

/** What somebody has asked for to see that mails arrive; `isMail` is false for a chat or browser. */
export function testMail(account: string, isMail = true): MailContent {
  return {
    subject: isMail ? "Baton's mails reach you" : "Baton reaches you here",
    paragraphs: [`This is the test that you asked for: escalations of ${account} will reach you here.`],
    facts: [],
    action: null,
    footer: isMail
      ? "You get this mail because you asked for it in your notification settings."
      : "Somebody asked for this test in Baton's settings.",
  };
}
