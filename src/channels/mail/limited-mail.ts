import type { MailContent } from "./mail-content.ts";

/** What owners are told when a tool posts more than its integration allows. */
export function limitedMail(given: {
  name: string;
  posts_per_minute: number;
  public_url: string;
}): MailContent {
  const { name, posts_per_minute, public_url } = given;
  return {
    subject: `${name} posts more than Baton takes`.replaceAll(/\s+/g, " "),
    paragraphs: [
      `${name} has sent more than ${posts_per_minute} posts within a minute. Baton has refused what came beyond that, and told the tool to try again a minute later.`,
      "If that is how much it has to say, raise the limit of the integration. If not, look for what makes it repeat itself.",
    ],
    facts: [],
    action: public_url ? { label: "Open Baton", url: public_url.replace(/\/+$/, "") } : null,
    footer: "You get this mail because you own this account; at most once an hour for an integration.",
  };
}
