import type { MailContent } from "./mail-content.ts";

/** What admins are told when mail to somebody of their account comes back. */
export function addressFailedMail(given: {
  name: string;
  address: string;
  detail: string;
  public_url: string;
}): MailContent {
  const { name, address, detail, public_url } = given;
  return {
    subject: `Mail to ${name} comes back`.replaceAll(/\s+/g, " "),
    paragraphs: [
      `Baton cannot reach ${name} at ${address} any more: ${detail || "the mail came back"}.`,
      "Until the address works again, others are told in their place. Correct the address, or reactivate it at Postmark.",
    ],
    facts: [],
    action: public_url ? { label: "Open Baton", url: public_url.replace(/\/+$/, "") } : null,
    footer: "You get this mail because you administer this account; at most once a day for an address.",
  };
}
