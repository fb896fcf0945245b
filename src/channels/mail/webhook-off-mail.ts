import type { MailContent } from "./mail-content.ts";

/** What admins are told when a webhook was switched off. */
export function webhookOffMail(given: { host: string; reason: string; public_url: string }): MailContent {
  const { host, reason, public_url } = given;
  return {
    subject: `The webhook to ${host} was switched off`,
    paragraphs: [
      `Baton does not send this account's events to ${host} any more. ${reason}`,
      "When the receiver works again, switch the webhook on and replay what it has missed.",
    ],
    facts: [],
    action: public_url ? { label: "Open Baton", url: public_url.replace(/\/+$/, "") } : null,
    footer: "You get this mail because you administer this account.",
  };
}
